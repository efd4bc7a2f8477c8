import { create, insert, load as restore, save, search as find } from "@orama/orama";

const PROPERTIES = ["title", "keywords", "category", "summary"];

const empty = () => create({ schema: Object.fromEntries(["id", ...PROPERTIES].map((name) => [name, "string"])) });

export async function build(records) {
  const index = empty();
  for (const { id, title, keywords, category, summary } of records) {
    await insert(index, { id, title, keywords: keywords.join(" "), category, summary });
  }
  return index;
}

export async function search(index, query, limit) {
  const { hits } = await find(index, {
    term: query,
    limit,
    properties: PROPERTIES,
    boost: { title: 4, keywords: 2 },
    tolerance: query.length > 3 ? 1 : 0,
    threshold: 0,
  });
  return hits.map((hit) => hit.document.id);
}

export const serialize = (index) => JSON.stringify(save(index));

export function load(text) {
  const index = empty();
  restore(index, JSON.parse(text));
  return index;
}
