// Measures search engines in headless Chromium and prints a table and, in the last line, all figures as JSON.
// `cargo xtask bench search` builds what it needs and calls it.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./run/browser.mjs";
import { factors, grow, print as printGrowth } from "./run/growth.mjs";
import { indexByPagefind } from "./run/pagefind.mjs";
import { serve, shipped } from "./run/serve.mjs";
import { print, sideBySide } from "./run/side-by-side.mjs";

const here = import.meta.dirname;
const { values: flags } = parseArgs({
  options: {
    /** Engines as scripts, our own with its module beside it. */
    engines: { type: "string" },
    /** Their names, in the order of the table. */
    names: { type: "string" },
    data: { type: "string" },
    /** All that the data has where none are named. */
    sizes: { type: "string" },
    /** The node_modules of the rivals. */
    modules: { type: "string" },
    growth: { type: "boolean", default: false },
    /** A fifth of the queries and one pass: to see that it runs. */
    quick: { type: "boolean", default: false },
  },
});

const there = sizesOf(flags.data);
const sizes = flags.sizes?.split(",").map(Number) ?? there;
const missing = sizes.find((size) => !there.includes(size)) ?? (sizes.length ? undefined : "N");
if (missing) {
  console.error(`${flags.data} has no corpus-${missing}.json with a queries-${missing}.json.`);
  process.exit(1);
}
const passes = flags.quick ? 1 : 3;
const engines = [];
for (const name of flags.names.split(",")) {
  const files = [`${name}.js`, ...(name === "portico" ? ["portico.wasm"] : [])];
  engines.push({ name, code: await shipped(files.map((file) => join(flags.engines, file))) });
}

const site = await serve([
  ["/engines/", flags.engines],
  ["/data/", flags.data],
  ["/generate/", join(here, "generate")],
  ["/", join(here, "page")],
]);
let browser;
try {
  browser = await launch();
  await (flags.growth ? measureGrowth() : measureSideBySide());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser?.close();
  site.close();
}

async function measureSideBySide() {
  const results = [];
  for (const size of sizes) {
    const ahead = flags.names.includes("pagefind") && pagefindAhead(size);
    const result = await sideBySide(browser, site.url, { size, engines, passes, share: flags.quick ? 5 : 1 });
    if (ahead) result.engines.pagefind.buildMs = Math.round(ahead);
    print(result);
    results.push(result);
  }
  finish({ bench: "search", results });
}

async function measureGrowth() {
  const rows = [];
  const engine = engines.find(({ name }) => name === "portico");
  for (const size of sizes) rows.push(await grow(browser, site.url, { size, engine, passes }));
  printGrowth(rows);
  finish({ bench: "growth", results: rows, factors: factors(rows) });
}

/** The one line for programs. */
function finish(figures) {
  console.log(`\n${JSON.stringify({ ...figures, browser: browser.product })}`);
}

function pagefindAhead(size) {
  const corpus = join(flags.data, `corpus-${size}.json`);
  return indexByPagefind(flags.modules, corpus, join(flags.engines, "pagefind", String(size)));
}

/** The sizes for which a folder has records and queries, the smallest first. */
function sizesOf(folder) {
  const names = readdirSync(folder);
  const found = names.map((name) => Number(/^corpus-(\d+)\.json$/.exec(name)?.[1])).filter(Boolean);
  return found.filter((size) => names.includes(`queries-${size}.json`)).sort((one, other) => one - other);
}
