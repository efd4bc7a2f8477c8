import MiniSearch from "minisearch";

const options = {
  fields: ["title", "keywords", "category", "summary"],
  extractField: (record, field) => (field === "keywords" ? record.keywords.join(" ") : record[field]),
  searchOptions: {
    boost: { title: 4, keywords: 2 },
    prefix: true,
    fuzzy: (term) => (term.length > 3 ? 0.2 : false),
    combineWith: "AND",
  },
};

export function build(records) {
  const index = new MiniSearch(options);
  index.addAll(records);
  return index;
}

export const search = (index, query, limit) => index.search(query).slice(0, limit).map((hit) => hit.id);
export const serialize = (index) => JSON.stringify(index);
export const load = (text) => MiniSearch.loadJSON(text, options);
