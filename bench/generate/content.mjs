// A content folder with a large catalogue, a long form and a long article, made of generated records. The people and
// the organisation are those of the demo content.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeRecords } from "./records.mjs";

const SEED = 42;
/** Six of ten records are services. */
const RECORDS_PER_SERVICE = 10 / 6;
const ARTICLE_WORDS = 3_000;

export const FORM_SERVICE = "two-hundred-fields";
export const ARTICLE = "long-article";

/**
 * @param {string} demo  the demo's content folder
 * @param {string} folder  where to write
 * @param {number} services  the number of services, without the one with the long form
 */
export function makeContent(demo, folder, services) {
  for (const name of ["services", "articles"]) mkdirSync(join(folder, name), { recursive: true });
  const { items, articles } = makeRecords(Math.round(services * RECORDS_PER_SERVICE), SEED);
  copyFileSync(join(demo, "people.yaml"), join(folder, "people.yaml"));
  // The organisation of the demo names a service for everything else, which is not copied.
  const organisation = readFileSync(join(demo, "organisation.yaml"), "utf8").replace(/^anythingElse:.*\n/m, "");
  writeFileSync(join(folder, "organisation.yaml"), organisation);
  // JSON is YAML as well.
  const write = (path, value) => writeFileSync(join(folder, path), JSON.stringify(value));
  write("announcements.yaml", []);
  const categories = [...new Set(items.map(({ category }) => category))].sort();
  const category = ({ category }) => `c${categories.indexOf(category)}`;
  write("categories.yaml", categories.map((name, index) => (
    { id: `c${index}`, icon: "laptop", name, summary: `Everything about ${name.toLowerCase()}.` }
  )));
  const small = { type: "object", properties: { reason: { type: "string", title: "Reason" } } };
  for (const item of items) {
    const { id, title, summary, keywords } = item;
    write(`services/service-${id}.yaml`, service(category(item), { name: title, summary, keywords }, { schema: small }));
  }
  const { title, summary, document } = JSON.parse(readFileSync(join(demo, `gallery/${FORM_SERVICE}.json`), "utf8"));
  const { schema, uischema } = document;
  write(`services/${FORM_SERVICE}.yaml`, service("c0", { name: title, summary, keywords: [] }, { schema, uischema }));
  writeFileSync(join(folder, `articles/${ARTICLE}.md`), longArticle(articles));
}

const service = (category, texts, form) => ({
  ...texts,
  category,
  icon: "laptop",
  description: texts.summary,
  included: ["One of it"],
  steps: ["The team does it."],
  owner: "p-ines-carvalho",
  provider: "network-team",
  target: { duration: "P2D", hours: "business" },
  form: { version: "1", ...form },
});

const ARTICLE_HEAD = `---
title: A long article
summary: Thousands of words with lists and tables.
category: c0
keywords: [long]
owner: p-ines-carvalho
reviewed: 2026-10-02
---`;

/** Sections of paragraphs, with a list and a table in each. */
function longArticle(records) {
  const parts = [ARTICLE_HEAD];
  let words = 0;
  for (let at = 0; words < ARTICLE_WORDS; at += 4) {
    const [first, ...others] = records.slice(at, at + 4);
    const section = [
      `## ${first.title}`,
      ...[first, ...others].map(({ summary }) => summary),
      others.map(({ title }) => `- ${title}`).join("\n"),
      ["| Problem | Words |", "| --- | --- |", ...others.map((one) => `| ${one.title} | ${one.keywords[0]} |`)].join("\n"),
    ].join("\n\n");
    words += section.split(/\s+/).length;
    parts.push(section);
  }
  return `${parts.join("\n\n")}\n`;
}
