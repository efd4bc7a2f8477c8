// All engines over the same records and the same keys, in one browser, taking turns.

import { grouped, percentile, rounded, spread, table } from "./figures.mjs";

/** A pass over the keys is cut into so many stretches; after each of them the next engine has its turn. */
const STRETCHES = 10;
/** An engine types no longer than this in one pass, in milliseconds: figures of a slow one are of fewer keys. */
const PATIENCE = 60_000;

/**
 * @param {object} browser
 * @param {string} url  where the page is
 * @param {{size: number, engines: {name: string, code: number}[], passes: number, share: number}} plan
 */
export async function sideBySide(browser, url, { size, engines, passes, share }) {
  const runs = [];
  let counts;
  for (const { name, code } of engines) {
    console.error(`${name}, ${grouped(size)} records ...`);
    const page = await browser.page(url);
    counts = await page.call("open", name, size, share);
    runs.push({ name, code, page, builds: [], loads: [], times: [] });
  }
  const turns = async (work) => {
    for (const run of runs) {
      await run.page.front();
      await work(run);
    }
    // Nobody always comes after the same one.
    runs.push(runs.shift());
  };

  for (let round = 0; round < passes; round++) {
    await turns(async (run) => run.builds.push(await run.page.call("build")));
  }
  await turns(async (run) => (run.classes = await run.page.call("relevance")));
  let keys = 0;
  await turns(async (run) => (keys = await run.page.call("choose", "all")));
  for (let pass = 0; pass < passes; pass++) {
    console.error(`typing ${grouped(keys)} keys, ${pass + 1} of ${passes} ...`);
    for (let stretch = 0; stretch < STRETCHES; stretch++) {
      const [from, to] = [stretch, stretch + 1].map((edge) => Math.round((edge * keys) / STRETCHES));
      await turns(async ({ page, times }) => {
        const some = await page.call("type", from, to, PATIENCE / STRETCHES);
        // The fastest pass is what the engine needs; the rest is what disturbed it.
        some.forEach((time, place) => (times[from + place] = Math.min(times[from + place] ?? Infinity, time)));
      });
    }
  }
  await turns(async (run) => {
    run.index = await run.page.call("serialize");
    for (let round = 0; round < passes; round++) run.loads.push(await run.page.call("load"));
  });
  for (const { page } of runs) await page.close();
  runs.sort((one, other) => place(engines, one) - place(engines, other));
  return { size, ...counts, keys, passes, engines: Object.fromEntries(runs.map((run) => [run.name, result(run)])) };
}

const place = (engines, run) => engines.findIndex((engine) => engine.name === run.name);

function result({ code, builds, loads, times, classes, index }) {
  const typed = times.filter((time) => time != null);
  const all = Object.values(classes);
  const mean = (some, what) =>
    rounded(some.reduce((sum, one) => sum + one[what], 0) / some.reduce((sum, one) => sum + one.queries, 0));
  const figures = (some) => ({ mrr10: mean(some, "rank"), recall5: mean(some, "recall") });
  return {
    buildMs: rounded(percentile(builds, 50), 1),
    keyMs: spread(typed),
    keys: typed.length,
    ...figures(all),
    indexBytes: index?.bytes ?? null,
    indexBrotli: index?.brotli ?? null,
    loadMs: loads.some((time) => time == null) ? null : rounded(percentile(loads, 50), 2),
    codeBrotli: code,
    classes: Object.fromEntries(Object.entries(classes).map(([name, sums]) => [name, figures([sums])])),
  };
}

/** The table as it stands in docs/SEARCH.md. */
export function print({ size, queries, keys, passes, engines }) {
  const head = [
    "engine", "build ms", "key p50 ms", "key p95 ms", "key p99 ms", "MRR@10", "recall@5", "index brotli", "load ms",
    "code brotli",
  ];
  const rows = Object.entries(engines).map(([name, row]) => [
    name + (row.keys < keys ? ` (${grouped(row.keys)} keys)` : ""),
    grouped(row.buildMs),
    ...["p50", "p95", "p99"].map((which) => grouped(row.keyMs[which], 2)),
    row.mrr10?.toFixed(3),
    row.recall5?.toFixed(3),
    kilobytes(row.indexBrotli),
    grouped(row.loadMs, 1),
    kilobytes(row.codeBrotli),
  ]);
  console.log(`\n${grouped(size)} records, ${grouped(queries)} queries, ${grouped(keys)} keys, best of ${passes}\n`);
  console.log(table(head, rows));
}

const kilobytes = (bytes) => (bytes == null ? null : `${grouped(bytes / 1000)} kB`);
