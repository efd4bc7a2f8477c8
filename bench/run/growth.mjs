// Our engine alone, from few records to many.

import { grouped, percentile, rounded, spread, table } from "./figures.mjs";

/** What is typed: see `KEYS` of the page. */
const KINDS = ["words", "slips", "letters"];
const PATIENCE = 20_000;

/** The figures of one size. */
export async function grow(browser, url, { size, engine, passes }) {
  console.error(`${engine.name}, ${grouped(size)} records ...`);
  const builder = await browser.page(url);
  const counts = await builder.call("open", engine.name, size, 1);
  const builds = [];
  for (let round = 0; round < passes; round++) builds.push(await builder.call("build"));
  const index = await builder.call("serialize");
  const buildMemory = await builder.call("memory");
  await builder.close();

  // Most people never build an index but get one, and memory that was once taken is not given back: a page of its own.
  const page = await browser.page(url);
  await page.call("open", engine.name, size, 1);
  const loads = [];
  const before = await page.call("memory");
  for (let round = 0; round < passes; round++) loads.push(await page.call("load"));
  // Code that has run often is compiled again, and better. With few records less of it runs, so without this the figures
  // of few records would be too slow, and growth would look better than it is.
  await page.call("type", 0, await page.call("choose", "letters"), PATIENCE);
  const keyMs = {};
  for (const kind of KINDS) {
    const keys = await page.call("choose", kind);
    const times = [];
    for (let pass = 0; pass < passes; pass++) {
      const some = await page.call("type", 0, keys, PATIENCE);
      some.forEach((time, place) => (times[place] = Math.min(times[place] ?? Infinity, time)));
    }
    keyMs[kind] = { keys: times.length, ...spread(times) };
  }
  const memory = await page.call("memory");
  await page.close();
  return {
    size,
    ...counts,
    buildMs: rounded(percentile(builds, 50), 1),
    loadMs: rounded(percentile(loads, 50), 2),
    indexBytes: index.bytes,
    indexBrotli: index.brotli,
    keyMs,
    memory: { empty: before, built: buildMemory, loaded: memory },
  };
}

/** How many times as long a key takes with the most records as with the fewest. */
export function factors(rows) {
  const [first, last] = [rows.at(0), rows.at(-1)];
  const factor = (kind) => (first.keyMs[kind].keys ? rounded(last.keyMs[kind].p95 / first.keyMs[kind].p95, 2) : null);
  return Object.fromEntries(KINDS.map((kind) => [kind, factor(kind)]));
}

export function print(rows) {
  const head = [
    "records", "build ms", "load ms", "index brotli", "word p95 ms", "typo p95 ms", "letter p95 ms",
    "memory, built", "memory, loaded",
  ];
  const cells = rows.map(({ size, buildMs, loadMs, indexBrotli, keyMs, memory }) => [
    grouped(size),
    grouped(buildMs),
    grouped(loadMs, 1),
    `${grouped(indexBrotli / 1000)} kB`,
    ...KINDS.map((kind) => grouped(keyMs[kind].p95, 3)),
    `${grouped(memory.built / 1e6, 1)} MB`,
    `${grouped(memory.loaded / 1e6, 1)} MB`,
  ]);
  console.log(`\n${table(head, cells)}`);
  const { words } = factors(rows);
  console.log(`\nA selective word takes ${words} times as long with the most records as with the fewest.`);
}
