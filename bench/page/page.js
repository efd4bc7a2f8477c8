// Runs one engine in one page. run/*.mjs calls the functions of `bench`, a short while at a time, so that engines take
// turns and whatever else the machine does hits all of them.

import { random } from "/generate/random.mjs";

/** So many results are asked for, as a screen does. */
const LIMIT = 10;
/** Between so many keys the page may do what else a page has to do. */
const BREATH = 50;

let engine;
let records;
let queries;
let size;
let index;
let keys;

/** Lets everything run that waits; a timer would be slowed down in a page that is not in front. */
const breathe = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });

/** Waits until the work is done and says how many milliseconds it took. */
async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { result, ms: performance.now() - start };
}

function use(next) {
  if (index) engine.free?.(index);
  index = next;
}

/** What is typed, by name: every beginning of every query, or words that are in a few records only. */
const KEYS = {
  all: () => queries.flatMap(beginnings),
  words: () => rare().map((query) => query.q),
  slips: () => queries.filter((query) => query.cls === "typo1").map((query) => query.q),
  letters: () => rare().flatMap(beginnings),
};
/** Data from elsewhere may have no such class. */
const rare = () => {
  const exact = queries.filter((query) => query.cls === "exact");
  return exact.length ? exact : queries;
};
const beginnings = ({ q }) => Array.from({ length: q.length }, (_, last) => q.slice(0, last + 1));

globalThis.bench = {
  /** Starts an engine and fetches the data; a share of 5 takes every fifth query. */
  async open(name, ofSize, share) {
    size = ofSize;
    engine = await import(`/engines/${name}.js`);
    await engine.init?.();
    const [corpus, all] = await Promise.all(
      ["corpus", "queries"].map(async (kind) => (await fetch(`/data/${kind}-${size}.json`)).json()),
    );
    // Without bodies, which the backend searches, and complete, whatever data it is.
    records = [...corpus.items, ...corpus.articles].map(({ id, title, keywords, category, summary }) => ({
      id,
      title: title ?? "",
      keywords: keywords ?? [],
      category: category ?? "",
      summary: summary ?? "",
    }));
    // A query that has no answer, or that only bodies can answer, would say nothing.
    const fair = all.filter((query) => query.rel.length > 0 && query.cls !== "body_code");
    queries = fair.filter((_, place) => place % share === 0);
    return { records: records.length, queries: queries.length };
  },

  async build() {
    use(null);
    const { result, ms } = await timed(() => engine.build(records, size));
    use(result);
    return ms;
  },

  /** Hands the index over to the runner, which answers with its size. */
  async serialize() {
    if (!engine.serialize) return null;
    const body = await engine.serialize(index);
    return (await fetch("/index", { method: "POST", body })).json();
  },

  /** Opens the index that was handed over last. */
  async load() {
    if (!engine.load) return null;
    const answer = await fetch("/index");
    // A text is a text in the browser's cache too: taking it apart is what counts.
    const kept = answer.headers.get("content-type").startsWith("text/")
      ? await answer.text()
      : new Uint8Array(await answer.arrayBuffer());
    const { result, ms } = await timed(() => engine.load(kept, records));
    use(result);
    return ms;
  },

  /** For each class of queries their number and the sums of reciprocal rank and of recall among the first five. */
  async relevance() {
    const classes = {};
    for (const { cls, q, rel } of queries) {
      const ids = await engine.search(index, q, LIMIT);
      const sums = (classes[cls ?? "all"] ??= { queries: 0, rank: 0, recall: 0 });
      const first = ids.findIndex((id) => rel.includes(id));
      sums.queries++;
      sums.rank += first < 0 ? 0 : 1 / (first + 1);
      sums.recall += rel.filter((id) => ids.slice(0, 5).includes(id)).length / rel.length;
      await breathe();
    }
    return classes;
  },

  /** Chooses what is typed, mixed so that every stretch of it is like the others, and tries a little of it. */
  async choose(which) {
    keys = KEYS[which]();
    const draw = random(1);
    for (let last = keys.length - 1; last > 0; last--) {
      const other = draw.below(last + 1);
      [keys[last], keys[other]] = [keys[other], keys[last]];
    }
    for (const key of keys.slice(0, 15)) await engine.search(index, key, LIMIT);
    return keys.length;
  },

  /** Types a stretch of the keys; gives up after so many milliseconds and returns those that it came to. */
  async type(from, to, patience) {
    const times = [];
    const start = performance.now();
    for (const key of keys.slice(from, to)) {
      const { ms } = await timed(() => engine.search(index, key, LIMIT));
      times.push(ms);
      if (performance.now() - start > patience) break;
      if (times.length % BREATH === 0) await breathe();
    }
    return times;
  },

  /** Bytes of the engine's own memory, if it has one that is no part of the page's heap. */
  memory: () => engine.memory?.() ?? 0,
};
