import { Charset, Document } from "flexsearch";

const WEIGHTS = { title: 2, all: 1 };

const create = () =>
  new Document({
    document: {
      id: "id",
      index: Object.keys(WEIGHTS).map((field) => ({ field, tokenize: "forward", encoder: Charset.LatinAdvanced })),
    },
  });

export function build(records) {
  const index = create();
  for (const { id, title, keywords, category, summary } of records) {
    index.add({ id, title, all: `${title} ${keywords.join(" ")} ${category} ${summary}` });
  }
  return index;
}

/** It ranks each field by itself; the two ranks are put together. */
export function search(index, query, limit) {
  const scores = new Map();
  for (const { field, result } of index.search(query, { limit: 50, suggest: true })) {
    result.forEach((id, rank) => scores.set(id, (scores.get(id) ?? 0) + WEIGHTS[field] / (10 + rank)));
  }
  return [...scores].sort((one, other) => other[1] - one[1]).slice(0, limit).map(([id]) => id);
}

export async function serialize(index) {
  const parts = {};
  await index.export((key, part) => {
    parts[key] = part;
  });
  return JSON.stringify(parts);
}

export async function load(text) {
  const index = create();
  for (const [key, part] of Object.entries(JSON.parse(text))) await index.import(key, part);
  return index;
}
