// Measures the portal itself in headless Chromium with a slowed processor: keys in the search and in a long form, and
// an invalid form until its list of faults is painted. Prints a table and, in the last line, all figures as JSON.
// `cargo xtask bench portal` builds what it needs and calls it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./run/browser.mjs";
import { rounded, spread, table } from "./run/figures.mjs";
import { startPortal } from "./run/portal.mjs";

const { values: flags } = parseArgs({
  options: {
    /** The server's program. */
    server: { type: "string" },
    /** The built portal, and the content that it is served with. */
    portal: { type: "string" },
    content: { type: "string" },
    /** The folder with the records to search. */
    data: { type: "string" },
    size: { type: "string" },
    /** How much slower the processor is made. */
    cpu: { type: "string", default: "4" },
    rounds: { type: "string", default: "5" },
  },
});

/** So many queries are typed, letter by letter. */
const QUERIES = 20;
/** How long after a key the next one comes, in milliseconds: as fast as people type. */
const BETWEEN_KEYS = 120;
const LONG_FORM = "/gallery/two-hundred-fields";

/** In the page, before its own scripts: an index of the given records instead of the server's, and a clock. */
const PREPARE = (records) => `
  globalThis.bench = {
    root: () => document.querySelector("portico-portal")?.shadowRoot,
    painted: () => new Promise((resolve) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(0);
    })),
    async until(holds) {
      const end = performance.now() + 20_000;
      while (!holds(bench.root())) {
        if (performance.now() > end) throw new Error("waited too long for " + holds);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    keys: [],
    watch(shown) {
      addEventListener("keydown", ({ timeStamp }) => { bench.began = timeStamp; }, true);
      addEventListener("input", async (event) => {
        const began = bench.began;
        const words = event.composedPath()[0].value;
        // Effects run before the next frame; where they need longer, that is measured as well.
        while (!shown(bench.root(), words)) await bench.painted();
        bench.keys.push(await bench.painted() - began);
      }, true);
    },
  };
  const fetchOfThePage = globalThis.fetch;
  globalThis.fetch = (request, options) => /\\/api\\/v1\\/index/.test(request.url ?? request)
    ? Promise.resolve(new Response(${JSON.stringify(records)}, { headers: { "content-type": "application/json", etag: '"bench"' } }))
    : fetchOfThePage(request, options);
`;

let browser;
let portal;
try {
  portal = await startPortal(flags);
  const site = portal.url;
  browser = await launch();
  const figures = { cpu: Number(flags.cpu), records: Number(flags.size) };
  figures.searchKey = spread(await eachRound(site, searchKeys));
  const forms = await eachRound(site, longForm);
  figures.formKey = spread(forms.flatMap(({ keys }) => keys));
  figures.invalidForm = spread(forms.map(({ faults }) => faults));
  figures.invalidForm.all = forms.map(({ faults }) => rounded(faults, 0));
  const row = (name, { p50, p95 }) => [name, rounded(p50, 0), rounded(p95, 0)];
  console.log(`${browser.product}, processor ${flags.cpu} times slower, ${flags.rounds} rounds; milliseconds until painted`);
  console.log(table(["", "p50", "p95"], [
    row(`key in the search, ${flags.size} records`, figures.searchKey),
    row("key in a form of 200 fields", figures.formKey),
    row("list of faults of that form", figures.invalidForm),
  ]));
  console.log(JSON.stringify(figures));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await browser?.close();
  portal?.close();
}

async function eachRound(site, measure) {
  const all = [];
  for (let round = 0; round < Number(flags.rounds); round += 1) all.push(await measure(site));
  return all.flat();
}

/** Types queries into the start page's box. */
async function searchKeys(site) {
  const { items, articles } = read(`corpus-${flags.size}.json`);
  const record = (kind) => ({ id, title, keywords, category, summary }) =>
    ({ id: `${kind}/${id}`, title, keywords, category, summary });
  const records = [...items.map(record("service")), ...articles.map(record("article"))];
  const page = await browser.page(`${site}/`, PREPARE(JSON.stringify({ records })));
  await page.evaluate(`bench.until((root) => root?.querySelector(".main [data-search]"))`);
  await page.evaluate(`bench.root().querySelector(".main [data-search]").focus()`);
  // The first query waits for the index, and is not counted.
  await type(page, records[0].title.slice(0, 12));
  await page.evaluate(`bench.until((root) => root.querySelector("[role=option][data-hit]"))`);
  await page.evaluate(`bench.watch((root, words) => root.querySelector("[data-query]")?.dataset.query === words.trim())`);
  await page.send("Emulation.setCPUThrottlingRate", { rate: Number(flags.cpu) });
  for (const { q, query } of read(`queries-${flags.size}.json`).filter((_, at) => at % 7 === 0).slice(0, QUERIES)) {
    await page.evaluate(`bench.root().querySelector(".main [data-search]").select()`);
    await type(page, q ?? query);
  }
  await pause(500);
  const keys = await page.evaluate("bench.keys");
  await page.close();
  return keys;
}

/** Types into the middle of a long form, then sends it as it is. */
async function longForm(site) {
  const page = await browser.page(`${site}${LONG_FORM}`, PREPARE("{}"));
  await page.evaluate(`bench.until((root) => root?.querySelectorAll("[data-form] input").length > 100)`);
  await pause(1500);
  await page.evaluate(`bench.watch(() => true)`);
  await page.send("Emulation.setCPUThrottlingRate", { rate: Number(flags.cpu) });
  const texts = `[...bench.root().querySelectorAll("[data-form] input[type=text]")]`;
  await page.evaluate(`(() => { const texts = ${texts}; texts[texts.length >> 1].focus(); })()`);
  await type(page, "Warehouse 17");
  await pause(300);
  const keys = await page.evaluate("bench.keys");
  const faults = await page.evaluate(`(async () => {
    const began = performance.now();
    bench.root().querySelector("[data-form] button[type=submit]").click();
    await bench.until((root) => root.querySelector("[data-errors]"));
    return await bench.painted() - began;
  })()`);
  await page.close();
  return [{ keys, faults }];
}

async function type(page, text) {
  for (const key of text) {
    await page.send("Input.dispatchKeyEvent", { type: "keyDown", text: key, key });
    await page.send("Input.dispatchKeyEvent", { type: "keyUp", key });
    await pause(BETWEEN_KEYS);
  }
}

function read(name) {
  return JSON.parse(readFileSync(join(flags.data, name), "utf8"));
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
