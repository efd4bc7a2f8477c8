// Measures how soon pages can be read and used on a slow phone, and how soon they answer keys and clicks: the portal's,
// and those of other applications beside it, in turn. Prints tables and, in the last line, all figures as JSON.
// `cargo xtask bench pages` builds what it needs and calls it.

import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ARTICLE, FORM_SERVICE, makeContent } from "./generate/content.mjs";
import { makeQueries } from "./generate/queries.mjs";
import { makeRecords } from "./generate/records.mjs";
import { measureActions } from "./run/actions.mjs";
import { peerActions, portalActions } from "./run/apps.mjs";
import { launch } from "./run/browser.mjs";
import { percentile, rounded, table } from "./run/figures.mjs";
import { startPortal } from "./run/portal.mjs";
import { serveSite } from "./run/site.mjs";

const { values: flags } = parseArgs({
  options: {
    /** The server's program. */
    server: { type: "string" },
    /** The built portal, and the demo content. */
    portal: { type: "string" },
    content: { type: "string" },
    /** A folder with a folder for each other application. */
    peers: { type: "string" },
    rounds: { type: "string", default: "5" },
    /** Measures only this: "loads" or "actions". */
    only: { type: "string" },
    /** How much slower the processor is made; the network, in bits a second, and its latency in milliseconds. */
    cpu: { type: "string", default: "4" },
    network: { type: "string", default: "1600000" },
    latency: { type: "string", default: "150" },
  },
});

const SERVICES = 2_000;
/** The services of the long list. */
const MANY_SERVICES = 10_000;
/** So many queries are typed. */
const QUERIES = 10;
const SEED = 42;
/** What comes later than this after a page is ready does not count as part of it, in milliseconds. */
const AFTERWARDS = 1_200;

/** The measured pages: their address in the portal and in the others, and when each of them can be used. */
const PAGES = [
  {
    name: "catalogue",
    portal: "/services",
    portalReady: `root.querySelectorAll("main ul a[data-route^='/services/']").length >= 20`,
    peer: "/catalog",
    peerReady: `$("[data-ready=catalog]") && document.querySelectorAll("[data-results] [data-item]").length >= 20`,
  },
  {
    name: "form",
    portal: `/services/${FORM_SERVICE}/request`,
    portalReady: `root.querySelectorAll("form[data-form] :is(input:not([type=hidden]), select, textarea)").length >= 150`,
    peer: "/request/bench-200",
    peerReady: `$("[data-ready=form]") && $("[data-form]").querySelectorAll("input, select, textarea").length >= 200`,
  },
  {
    name: "article",
    portal: `/articles/${ARTICLE}`,
    portalReady: `(root.querySelector("article")?.textContent.length ?? 0) > 12000`,
    peer: "/article/bench-3000",
    peerReady: `$("[data-ready=article]") && $("article").textContent.length > 12000`,
  },
];

/** In the page, before its own scripts: notes when it can be used, and what the browser says about it. */
const PREPARE = (ready) => `
  globalThis.bench = { lcp: 0, blocked: 0 };
  const each = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  each("largest-contentful-paint", ({ startTime }) => { bench.lcp = startTime; });
  each("longtask", ({ duration }) => { bench.blocked += Math.max(0, duration - 50); });
  const $ = (selector) => document.querySelector(selector);
  const look = () => {
    if (!(${ready})) return requestAnimationFrame(look);
    // After the frame that shows it.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { bench.ready = performance.now(); };
    channel.port2.postMessage(0);
  };
  requestAnimationFrame(look);
  bench.figures = () => {
    const sizes = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    return {
      fcp: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
      lcp: bench.lcp,
      ready: bench.ready,
      blocked: bench.blocked,
      bytes: sizes.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      requests: sizes.length,
    };
  };
`;

const folder = mkdtempSync(join(tmpdir(), "portico-bench-pages-"));
const closers = [() => rmSync(folder, { recursive: true, force: true })];
try {
  const isWanted = (part) => (flags.only ?? part) === part;
  const apps = [await portal(isWanted("actions")), ...(await peers())];
  const browser = await launch();
  closers.push(() => browser.close());
  const figures = { cpu: Number(flags.cpu), network: Number(flags.network), latency: Number(flags.latency) };
  if (isWanted("loads")) {
    figures.apps = await measure(browser, apps);
    const conditions = `processor ${flags.cpu} times slower, ${flags.network / 1e6} Mbit/s with ${flags.latency} ms`;
    console.log(`${browser.product}, ${conditions}, medians of ${flags.rounds} rounds; milliseconds, kB as sent`);
    for (const { name } of PAGES) print(name, figures.apps);
  }
  if (isWanted("actions")) {
    const options = { cpu: figures.cpu, rounds: Number(flags.rounds), queries: queries() };
    figures.actions = await measureActions(browser, apps, options);
    console.log(`\n${browser.product}, processor ${flags.cpu} times slower, medians of ${flags.rounds} rounds; milliseconds until painted`);
    printActions(figures.actions);
  }
  console.log(JSON.stringify(figures));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  for (const close of closers.reverse()) await close();
}

/** Serves the portal with a catalogue of generated services, and once more with a very large one. */
async function portal(hasActions) {
  const url = await serve(SERVICES);
  const large = hasActions && (await serve(MANY_SERVICES));
  const at = ({ portal, portalReady }) => ({
    url: url + portal,
    ready: `((root) => root && ${portalReady})($("portico-portal")?.shadowRoot)`,
  });
  return { name: "portico", at, ...portalActions(url, large, FORM_SERVICE) };
}

async function serve(services) {
  const content = join(folder, `content-${services}`);
  makeContent(flags.content, content, services);
  const { url, close } = await startPortal({ ...flags, content });
  closers.push(close);
  return url;
}

/** The same queries for all applications. */
function queries() {
  const { items } = makeRecords(Math.round((SERVICES * 10) / 6), SEED);
  const all = makeQueries(items, SEED, QUERIES);
  const every = Math.floor(all.length / QUERIES);
  return all.filter((_, at) => at % every === 0).slice(0, QUERIES).map(({ q }) => q);
}

async function peers() {
  if (!flags.peers) return [];
  const names = readdirSync(flags.peers).filter((name) => existsSync(join(flags.peers, name, "index.html")));
  if (!names.length) throw new Error(`${flags.peers} contains no folder with an index.html.`);
  const sites = names.map(async (name) => {
    const site = await serveSite(join(flags.peers, name));
    closers.push(site.close);
    return { name, at: ({ peer, peerReady }) => ({ url: site.url + peer, ready: peerReady }), ...peerActions(site.url) };
  });
  return Promise.all(sites);
}

/** Every application in turn, round after round, so that what disturbs one disturbs all. */
async function measure(browser, apps) {
  const rows = new Map(apps.map(({ name }) => [name, PAGES.map(() => ({ loads: [], third: [] }))]));
  for (let round = 0; round < Number(flags.rounds); round += 1) {
    for (const [index, page] of PAGES.entries()) {
      for (const { name, at } of apps) {
        const visits = await visit(browser, at(page), index ? 1 : 3);
        const { loads, third } = rows.get(name)[index];
        loads.push(visits[0]);
        if (visits[2]) third.push(visits[2].ready);
      }
    }
    console.error(`Round ${round + 1} of ${flags.rounds} is done.`);
  }
  const median = (values) => rounded(percentile(values, 50), 0);
  const figures = ({ loads, third }) => {
    const names = ["fcp", "lcp", "ready", "blocked", "bytes", "requests"];
    const medians = names.map((name) => [name, median(loads.map((load) => load[name]))]);
    return { ...Object.fromEntries(medians), ...(third.length && { third: median(third) }) };
  };
  return apps.map(({ name }) => {
    const pages = rows.get(name).map((row, index) => [PAGES[index].name, figures(row)]);
    return { name, ...Object.fromEntries(pages) };
  });
}

/** Loads a page so many times in one profile, each time in a new tab. */
async function visit(browser, { url, ready }, times) {
  const profile = await browser.profile();
  const visits = [];
  for (let time = 0; time < times; time += 1) {
    const page = await profile.page(url, PREPARE(ready), throttle);
    await page.evaluate(`(async () => {
      const end = performance.now() + 60_000;
      while (!bench.ready) {
        if (performance.now() > end) throw new Error(location + " was not ready within a minute");
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await new Promise((resolve) => setTimeout(resolve, ${AFTERWARDS}));
    })()`);
    visits.push(await page.evaluate("bench.figures()"));
    await page.close();
  }
  await profile.close();
  return visits;
}

async function throttle(call) {
  await call("Network.enable");
  const throughput = Number(flags.network) / 8;
  await call("Network.emulateNetworkConditions", {
    offline: false,
    latency: Number(flags.latency),
    downloadThroughput: throughput,
    uploadThroughput: throughput / 2,
  });
  await call("Emulation.setCPUThrottlingRate", { rate: Number(flags.cpu) });
}

function print(page, apps) {
  const rows = apps.map(({ name, [page]: { fcp, lcp, ready, blocked, third, bytes, requests } }) => {
    return [name, fcp, lcp, ready, blocked, third, rounded(bytes / 1000, 0), requests];
  });
  console.log(`\n${table([page, "FCP", "LCP", "ready", "blocked", "third visit", "kB", "requests"], rows)}`);
}

function printActions(apps) {
  const rows = apps.map(({ name, searchKey, formKey, faults, list }) => {
    const [search, form, page] = [searchKey, formKey, list.page].map(({ p50, p95 }) => `${rounded(p50, 0)} / ${rounded(p95, 0)}`);
    return [name, search, form, faults, list.rows, page, list.longest || "under 50"];
  });
  const head = ["p50 / p95", "key in the search", "key in the form", "list of faults", "rows", "more rows", "longest task"];
  console.log(table(head, rows));
}
