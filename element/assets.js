// The file names of this build, relative to the folder of the portal, and the texts that are needed before a language is loaded.
// `cargo xtask build` inserts them when it bundles the element.

/**
 * @typedef {object} Build
 * @property {string} glue  the JavaScript that wasm-bindgen generates
 * @property {string} wasm
 * @property {string} css
 * @property {string} store  the module that stores drafts and the outbox
 * @property {string} icons  the sprite that icons in the shadow tree refer to
 * @property {string[]} languages  the languages that users may choose, the default first
 * @property {Record<string, string>} tables  language tag to table of texts, including the test languages
 * @property {Record<string, Record<string, string>>} words  language tag to the texts whose keys start with `element-`
 */

/* global PORTICO_BUILD, PORTICO_ROOT */
/** @type {Build} */
export const assets = PORTICO_BUILD;

/**
 * @param {string} name
 * @returns {string} the absolute URL of a file of this build, whatever the origin of the page
 */
export const assetUrl = (name) => new URL(name, new URL(PORTICO_ROOT, import.meta.url)).href;

/**
 * The language of this build for a tag, without its region if necessary (`de-AT` and `de_DE` fall back to `de`).
 * @param {string | null | undefined} tag
 * @returns {string | undefined}
 */
export function findLanguage(tag) {
  const known = Object.keys(assets.tables);
  for (let part = tag?.toLowerCase().replaceAll("_", "-"); part; part = part.slice(0, Math.max(part.lastIndexOf("-"), 0))) {
    const found = known.find((name) => name.toLowerCase() === part);
    if (found) return found;
  }
}

/**
 * The first of the given languages that this build has.
 * @param {(string | null | undefined)[]} wanted
 * @returns {string}
 */
export const chooseLanguage = (wanted) => wanted.map(findLanguage).find(Boolean) ?? assets.languages[0];

/**
 * @param {string} language
 * @returns {Record<string, string>} the texts that the element itself needs
 */
export const wordsIn = (language) => assets.words[language] ?? assets.words[assets.languages[0]];
