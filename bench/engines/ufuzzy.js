import uFuzzy from "@leeoniya/ufuzzy";

const open = (texts, ids) => ({ texts, ids, matcher: new uFuzzy({ intraMode: 1 }) });

export const build = (records) =>
  open(
    records.map(({ title, keywords, category, summary }) => [title, keywords.join(" "), category, summary].join(" | ")),
    records.map((record) => record.id),
  );

export function search({ texts, ids, matcher }, query, limit) {
  const [found, info, order] = matcher.search(texts, query, 4, 1000);
  if (!found) return [];
  // Past a thousand matches it does not rank.
  const best = order ? order.slice(0, limit).map((place) => info.idx[place]) : found.slice(0, limit);
  return best.map((place) => ids[place]);
}

export const serialize = ({ texts, ids }) => JSON.stringify([texts, ids]);
export const load = (text) => open(...JSON.parse(text));
