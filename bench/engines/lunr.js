import lunr from "lunr";

export const build = (records) =>
  lunr(function () {
    this.ref("id");
    this.field("title", { boost: 4 });
    this.field("keywords", { boost: 2 });
    this.field("category");
    this.field("summary");
    for (const record of records) this.add(record);
  });

/** Whole words first, then beginnings, then words with one slip. */
export function search(index, query, limit) {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!terms.length) return [];
  const hits = index.query((clauses) => {
    for (const term of terms) {
      clauses.term(term, { boost: 3 });
      clauses.term(term, { boost: 2, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
      if (term.length > 3) clauses.term(term, { boost: 1, editDistance: 1 });
    }
  });
  return hits.slice(0, limit).map((hit) => hit.ref);
}

export const serialize = (index) => JSON.stringify(index);
export const load = (text) => lunr.Index.load(JSON.parse(text));
