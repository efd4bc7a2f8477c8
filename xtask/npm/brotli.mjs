// Compresses each named file to `<name>.br` at the highest quality and prints the sizes as one JSON list.

import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const sizes = process.argv.slice(2).map((name) => {
  const bytes = readFileSync(name);
  const compressed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(`${name}.br`, compressed);
  return compressed.length;
});
console.log(JSON.stringify(sizes));
