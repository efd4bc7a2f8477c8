// Loads the files that all instances share, once: the portal's module, its style sheet and its tables of texts.

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
 * Caches the promise of `load` under `name`; a failure is not cached, so that the next call tries again.
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
    // Browsers cache the failure of a module, and a module that panicked cannot be restarted: each further attempt
    // requests the same file under another URL.
    const again = attempt ? `?${attempt}` : "";
    attempt += 1;
    const [glue, response] = await Promise.all([import(assetUrl(assets.glue) + again), get(assets.wasm)]);
    // The glue code compiles during the download, and falls back to a buffer if the server sends another media type.
    await glue.default({ module_or_path: response });
    return glue;
  });

/** After a panic, the module's memory is in an unknown state: the next mount gets a new module. */
export const forgetPortal = () => loaded.delete("portal");

/**
 * @param {string} text
 * @returns {CSSStyleSheet} a sheet created by script, which a Content-Security-Policy without unsafe-inline allows
 */
export function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** @returns {Promise<CSSStyleSheet>} */
export const loadSheet = () => once("sheet", async () => sheetOf(await (await get(assets.css)).text()));

/**
 * The icons; each shadow tree gets its own copy, because `<use>` cannot refer outside. The browser reads the file as a
 * document, because pages that require Trusted Types allow no script to parse a text.
 * @returns {Promise<Element>}
 */
export const loadIcons = () =>
  once(
    "icons",
    () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onload = () => {
          const icons = request.status === 200 && request.responseXML;
          if (icons) resolve(icons.documentElement);
          else request.onerror();
        };
        request.onerror = () => reject(new Error(`${assets.icons} answered ${request.status}`));
        request.open("GET", assetUrl(assets.icons));
        request.responseType = "document";
        request.overrideMimeType("image/svg+xml");
        request.send();
      }),
  );

/**
 * The module that stores drafts and the outbox in this browser; the portal loads it after its first screen.
 * @returns {Promise<{ openStore: (api: string) => Promise<object> }>}
 */
export const loadStore = () => once("store", () => import(assetUrl(assets.store)));

/**
 * @param {string} language
 * @returns {Promise<object>} the table of texts; rejects if this build does not have the language
 */
export const loadTexts = (language) =>
  once(`texts ${language}`, async () => {
    const name = assets.tables[language];
    if (!name) throw new Error(`there are no texts in ${language}`);
    return (await get(name)).json();
  });
