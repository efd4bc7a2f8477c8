// Makes records and labelled queries: `node generate.mjs --out DIR --sizes 2000,10000 [--each 30]`. Files that are
// there stay as they are; the same arguments always make the same bytes.

import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeQueries } from "./generate/queries.mjs";
import { makeRecords } from "./generate/records.mjs";

const SEED = 42;

const { values: flags } = parseArgs({
  options: {
    out: { type: "string" },
    sizes: { type: "string", default: "10000" },
    each: { type: "string", default: "30" },
  },
});
mkdirSync(flags.out, { recursive: true });
for (const size of flags.sizes.split(",").map(Number)) {
  const [corpus, queries] = ["corpus", "queries"].map((kind) => join(flags.out, `${kind}-${size}.json`));
  if (existsSync(corpus) && existsSync(queries)) continue;
  const records = makeRecords(size, SEED + size);
  write(corpus, records);
  write(queries, makeQueries([...records.items, ...records.articles], SEED + 7 + size, Number(flags.each)));
}

/** Writes a file in one go, so that a run that was stopped leaves none that is half there. */
function write(path, value) {
  writeFileSync(`${path}.new`, JSON.stringify(value));
  renameSync(`${path}.new`, path);
}
