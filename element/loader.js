// Loads what every instance shares, once: the portal's module, its style sheet and its tables of texts.

import { assets, assetUrl } from "./assets.js";

/**
 * @typedef {object} PortalModule
 * @property {(root: HTMLElement, config: object) => number} mount
 * @property {(handle: number, config: object) => void} update
 * @property {(handle: number) => void} unmount
 */

/** @type {Map<string, Promise<any>>} */
const loaded = new Map();
let attempt = 0;

/**
 * Keeps what `load` promises under `name`; a failure is forgotten, so that the next call tries again.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} load
 * @returns {Promise<T>}
 */
function once(name, load) {
  const known = loaded.get(name);
  if (known) return known;
  const promise = load();
  loaded.set(name, promise);
  promise.catch(() => {
    if (loaded.get(name) === promise) loaded.delete(name);
  });
  return promise;
}

/**
 * @param {string} name
 * @returns {Promise<Response>}
 */
async function get(name) {
  const response = await fetch(assetUrl(name));
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}

/** @returns {Promise<PortalModule>} */
export const loadPortal = () =>
  once("portal", async () => {
    if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
    // Browsers remember a module whose download failed, and a module that panicked cannot be started twice: every
    // further attempt asks for the same file under another address.
    const again = attempt ? `?${attempt}` : "";
    attempt += 1;
    const [glue, response] = await Promise.all([import(assetUrl(assets.glue) + again), get(assets.wasm)]);
    // The glue compiles while it downloads, and falls back to a buffer when the server sends another media type.
    await glue.default({ module_or_path: response });
    return glue;
  });

/** After a panic the module's memory cannot be trusted: the next mount gets a fresh one. */
export const forgetPortal = () => loaded.delete("portal");

/**
 * @param {string} text
 * @returns {CSSStyleSheet} a sheet made by script, which a Content-Security-Policy without unsafe-inline allows
 */
export function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** @returns {Promise<CSSStyleSheet>} */
export const loadSheet = () => once("sheet", async () => sheetOf(await (await get(assets.css)).text()));

/**
 * The icons, parsed and never inserted as text; each shadow tree gets its own copy, since `<use>` does not look outside.
 * @returns {Promise<Element>}
 */
export const loadIcons = () =>
  once("icons", async () => {
    const text = await (await get(assets.icons)).text();
    return new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  });

/**
 * What keeps drafts and the outbox in this browser; the portal asks for it when its first screen is there.
 * @returns {Promise<{ openStore: (api: string) => Promise<object> }>}
 */
export const loadStore = () => once("store", () => import(assetUrl(assets.store)));

/**
 * @param {string} language
 * @returns {Promise<object>} the table of texts; rejects when this build has no such language
 */
export const loadTexts = (language) =>
  once(`texts ${language}`, async () => {
    const name = assets.tables[language];
    if (!name) throw new Error(`there are no texts in ${language}`);
    return (await get(name)).json();
  });
