// What people do on a page, each until the browser has painted the answer: keys in the search and in a long form, that
// form's list of faults, and the pages of a long list. Applications take turns, round after round, so that what disturbs
// one disturbs all.

import { percentile, rounded, spread } from "./figures.mjs";

/** After a key is answered, the next one comes so many milliseconds later. */
const BETWEEN_KEYS = 35;
/** What pages still do after they can be used, in milliseconds. */
const SETTLING = 1_000;
const TYPED = "Warehouse scanner 17";

/** In the page, before its own scripts. `root` is an expression for the application's document or shadow tree. */
const PREPARE = (root) => `
  globalThis.bench = {
    root: () => ${root},
    longest: 0,
    keys: [],
    // The end of the frame that is drawn next.
    painted: () => new Promise((resolve) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(0);
    })),
    async until(holds) {
      const end = performance.now() + 60_000;
      while (!(bench.root() && holds(bench.root()))) {
        if (performance.now() > end) throw new Error(location + ": waited too long for " + holds);
        await new Promise(requestAnimationFrame);
      }
      return bench.painted();
    },
    // Notes each key from the event until the frame in which the page shows its answer.
    watch(answered) {
      let began;
      addEventListener("keydown", ({ timeStamp }) => { began = timeStamp; bench.waits = true; }, true);
      addEventListener("input", (event) => {
        const input = event.composedPath()[0];
        const look = () => {
          if (!answered(bench.root(), input.value)) return requestAnimationFrame(look);
          const channel = new MessageChannel();
          channel.port1.onmessage = () => { bench.keys.push(performance.now() - began); bench.waits = false; };
          channel.port2.postMessage(0);
        };
        requestAnimationFrame(look);
      }, true);
    },
    async answered() {
      while (bench.waits) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    async tasks(work) {
      bench.longest = 0;
      await work();
      // Observers are called after the task.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return bench.longest;
    },
  };
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
    bench.longest = Math.max(bench.longest, duration);
  })).observe({ type: "longtask" });
`;

/**
 * @param {object} browser
 * @param {{name: string, search: object, form: object, list: object}[]} apps  see `portal` and `peer`
 * @param {{cpu: number, rounds: number, queries: string[]}} options
 */
export async function measureActions(browser, apps, { cpu, rounds, queries }) {
  const actions = { search: searchKeys, form: longForm, list: longList };
  const rows = new Map(apps.map(({ name }) => [name, { search: [], form: [], list: [] }]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [action, measure] of Object.entries(actions)) {
      for (const app of apps) rows.get(app.name)[action].push(await measure(browser, app, cpu, queries));
    }
    console.error(`Round ${round + 1} of ${rounds} of actions is done.`);
  }
  return apps.map(({ name }) => ({ name, ...summary(rows.get(name)) }));
}

function summary({ search, form, list }) {
  const median = (values) => rounded(percentile(values, 50), 0);
  // Each key is the median of its rounds.
  const keys = (rounds) => spread(rounds[0].map((_, at) => percentile(rounds.map((round) => round[at]), 50)));
  return {
    searchKey: keys(search),
    formKey: keys(form.map(({ keys }) => keys)),
    faults: median(form.map(({ faults }) => faults)),
    list: {
      rows: list[0].rows,
      page: spread(list.flatMap(({ pages }) => pages)),
      longest: median(list.map(({ longest }) => longest)),
    },
  };
}

/** Types queries; the first one only warms up, and keys that add nothing to search for are not counted. */
async function searchKeys(browser, { root, search }, cpu, queries) {
  const page = await browser.page(search.url, PREPARE(root));
  await page.evaluate(`bench.until((root) => ${search.ready})`);
  const box = `bench.root().querySelector(${JSON.stringify(search.box)})`;
  await page.evaluate(`${box}.focus()`);
  await pause(SETTLING);
  await page.evaluate(`bench.watch((root, value) => ${search.answered})`);
  await type(page, queries[0]);
  await page.evaluate(`bench.until((root) => ${search.found})`);
  await throttle(page, cpu);
  const keys = [];
  for (const query of queries) {
    await page.evaluate(`${box}.select(); bench.keys.length = 0`);
    await type(page, query);
    keys.push(...(await page.evaluate("bench.keys")).filter((_, at) => query[at] !== " "));
  }
  await page.close();
  return keys;
}

/** Types into the middle of a long form, then sends it as it is. */
async function longForm(browser, { root, form }, cpu) {
  const page = await browser.page(form.url, PREPARE(root));
  await page.evaluate(`bench.until((root) => ${form.ready})`);
  await pause(SETTLING);
  await throttle(page, cpu);
  await page.evaluate(`bench.watch(() => true)`);
  const texts = `[...bench.root().querySelectorAll("[data-form] input[type=text]")]`;
  await page.evaluate(`(() => { const texts = ${texts}; texts[texts.length >> 1].focus(); })()`);
  await type(page, TYPED);
  const keys = await page.evaluate("bench.keys");
  await pause(SETTLING);
  const faults = await page.evaluate(`(async () => {
    const began = performance.now();
    bench.root().querySelector("[data-form] button[type=submit]").click();
    return await bench.until((root) => root.querySelector("[data-errors]")) - began;
  })()`);
  await page.close();
  return { keys, faults };
}

/** Asks for more of a list until it is complete. */
async function longList(browser, { root, list }, cpu) {
  const page = await browser.page(list.url, PREPARE(root));
  await page.evaluate(`bench.until((root) => ${list.ready})`);
  await pause(SETTLING);
  await throttle(page, cpu);
  const result = await page.evaluate(`(async () => {
    const parts = (root) => ${list.parts};
    const more = (root) => ${list.more};
    const pages = [];
    const longest = await bench.tasks(async () => {
      for (let button = more(bench.root()); button; button = more(bench.root())) {
        const before = parts(bench.root());
        const began = performance.now();
        button.click();
        pages.push(await bench.until((root) => parts(root) > before) - began);
        await new Promise((resolve) => setTimeout(resolve, ${BETWEEN_KEYS}));
      }
    });
    const rows = bench.root().querySelectorAll(${JSON.stringify(list.row)}).length;
    return { pages, longest, rows };
  })()`);
  await page.close();
  return result;
}

async function throttle(page, rate) {
  await page.send("Emulation.setCPUThrottlingRate", { rate });
}

async function type(page, text) {
  for (const key of text) {
    await page.send("Input.dispatchKeyEvent", { type: "keyDown", text: key, key });
    await page.send("Input.dispatchKeyEvent", { type: "keyUp", key });
    await page.evaluate("bench.answered()");
    await pause(BETWEEN_KEYS);
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
