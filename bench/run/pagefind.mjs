// Makes Pagefind's index ahead of the run, which is how it is meant to be used.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Returns how many milliseconds it took. `modules` is the node_modules that has it. */
export async function indexByPagefind(modules, corpusFile, folder) {
  const pagefind = await import(pathToFileURL(join(modules, "pagefind/lib/index.js")).href);
  const corpus = JSON.parse(await readFile(corpusFile, "utf8"));
  const start = performance.now();
  const { index } = await pagefind.createIndex({ forceLanguage: "en" });
  for (const { id, title, keywords, category, summary } of [...corpus.items, ...corpus.articles]) {
    const content = `<html lang="en"><body><main data-pagefind-body><h1>${escape(title)}</h1>
      <h3>${escape(keywords?.join(" "))}</h3><p>${escape(category)}</p><p>${escape(summary)}</p></main></body></html>`;
    await index.addHTMLFile({ url: `/record/${encodeURIComponent(id)}`, content });
  }
  await index.writeFiles({ outputPath: folder });
  const taken = performance.now() - start;
  await pagefind.close();
  return taken;
}

const escape = (text = "") => text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
