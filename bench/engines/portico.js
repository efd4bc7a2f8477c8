// Our own engine as the browser runs it: crates/search behind crates/search-bench. The build replaces the import below.

import start, { Adding, Engine } from "portico-glue";

let module;

export async function init() {
  module = await start({ module_or_path: "/engines/portico.wasm" });
}

export function build(records) {
  const adding = new Adding();
  for (const { id, title, keywords, category, summary } of records) {
    adding.add(id, title, keywords.join(" "), category, summary);
  }
  return adding.build();
}

export const search = (index, query, limit) => index.search(query, limit);
export const serialize = (index) => index.serialize();
export const load = (bytes) => Engine.load(bytes);
/** What the module holds is not freed by the garbage collector at a time that could be known. */
export const free = (index) => index.free();
export const memory = () => module.memory.buffer.byteLength;
