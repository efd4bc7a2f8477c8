// Makes Pagefind's index ahead of the run, which is how it is meant to be used: by its program, from pages on a disk.

import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Returns how many milliseconds the program took. `modules` is the node_modules that has it. */
export function indexByPagefind(modules, corpusFile, folder) {
  const { items, articles } = JSON.parse(readFileSync(corpusFile, "utf8"));
  const site = mkdtempSync(join(tmpdir(), "portico-pagefind-"));
  try {
    mkdirSync(join(site, "record"));
    for (const record of [...items, ...articles]) {
      writeFileSync(join(site, "record", `${encodeURIComponent(record.id)}.html`), page(record));
    }
    const program = join(modules, `@pagefind/linux-${process.arch}/bin/pagefind_extended`);
    // npm runs no scripts here, and one of them would have done this.
    chmodSync(program, 0o755);
    const start = performance.now();
    const flags = ["--site", site, "--output-path", folder, "--force-language", "en", "--quiet"];
    const { status, error } = spawnSync(program, flags, { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw error ?? new Error(`Pagefind failed (${status}); its own words are above.`);
    return performance.now() - start;
  } finally {
    rmSync(site, { recursive: true, force: true });
  }
}

const page = ({ title, keywords, category, summary }) =>
  `<!doctype html><html lang="en"><title>${escape(title)}</title><main data-pagefind-body><h1>${escape(title)}</h1>
  <h3>${escape(keywords?.join(" "))}</h3><p>${escape(category)}</p><p>${escape(summary)}</p></main></html>`;

const escape = (text = "") => text.replace(/[&<>]/g, (mark) => `&#${mark.charCodeAt(0)};`);
