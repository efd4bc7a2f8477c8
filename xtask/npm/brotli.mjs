// brotli.mjs QUALITY FILE...: compresses each file to `<name>.br` at a quality of 0 to 11 and prints the sizes as one JSON list.

import { readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";

const [quality, ...names] = process.argv.slice(2);
const sizes = names.map((name) => {
  const bytes = readFileSync(name);
  const compressed = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: Number(quality),
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  writeFileSync(`${name}.br`, compressed);
  return compressed.length;
});
console.log(JSON.stringify(sizes));
