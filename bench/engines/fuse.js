import Fuse from "fuse.js";

const keys = [
  { name: "title", weight: 4 },
  { name: "keywords", weight: 2 },
  { name: "category", weight: 1 },
  { name: "summary", weight: 1 },
];
const options = {
  keys,
  threshold: 0.3,
  ignoreLocation: true,
  minMatchCharLength: 2,
  useTokenSearch: true,
  tokenMatch: "all",
};

const open = (records, index) => ({ fuse: new Fuse(records, options, index), index });

export const build = (records) => open(records, Fuse.createIndex(keys.map((key) => key.name), records));
export const search = ({ fuse }, query, limit) => fuse.search(query, { limit }).map((hit) => hit.item.id);
export const serialize = ({ index }) => JSON.stringify(index.toJSON());
export const load = (text, records) => open(records, Fuse.parseIndex(JSON.parse(text)));
