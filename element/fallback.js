// The content before the portal runs and if it cannot run: a skeleton, and a panel with a link and a retry button.

import { sheetOf } from "./loader.js";

/** These styles must not depend on the portal's style sheet, which may have failed to load. */
export const ownSheet = sheetOf(`
:host { display: block }
:host([hidden]) { display: none }
.wait, .fallback { all: initial; display: block; box-sizing: border-box; padding: 1.5rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--portico-text, CanvasText) }
.wait { min-block-size: var(--portico-min-block-size, 12rem) }
.wait i { display: block; block-size: 1rem; margin-block-end: 1rem; border-radius: 4px; background: currentColor; opacity: 0;
  animation: wait .2s .3s forwards }
.wait i:nth-of-type(1) { inline-size: 40%; block-size: 1.75rem }
.wait i:nth-of-type(3) { inline-size: 70% }
.wait p { all: unset; position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%) }
@keyframes wait { to { opacity: .1 } }
.fallback-note { background: light-dark(#fff6e0, #322814); padding-block: .75rem }
.fallback-note p { margin: 0 0 .5rem }
.fallback p { margin: 0 0 1rem }
.fallback slot { display: block; margin: 0 0 1rem }
.fallback a { color: LinkText; margin-inline-end: 1rem }
.fallback a, .fallback button { font: inherit; min-block-size: 2.75rem; cursor: pointer }
.fallback :focus-visible { outline: 3px solid; outline-offset: 2px }
`);

/**
 * @param {string} tag
 * @param {object} properties
 * @param {...(Node | string)} children
 */
function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/**
 * Grey bars while the portal loads; the text for screen readers appears only if loading takes noticeably long.
 * @param {Record<string, string>} words
 * @returns {HTMLElement}
 */
export function skeleton(words) {
  const status = make("p", { role: "status" });
  const bars = [1, 2, 3].map(() => make("i", { ariaHidden: "true" }));
  setTimeout(() => {
    status.textContent = words["element-loading"];
  }, 300);
  return make("div", { className: "wait" }, ...bars, status);
}

/** What is wrong, and a button to try again. @param {Record<string, string>} words @param {string} key @param {() => void} retry */
const alert = (words, key, retry) => [
  make("p", { role: "alert", textContent: words[key] }),
  make("button", { type: "button", textContent: words["element-retry"], onclick: retry }),
];

/**
 * A note above the page that the server rendered, which says what that page cannot do.
 * @param {Record<string, string>} words
 * @param {string} key  of the text
 * @param {() => void} retry
 * @returns {HTMLElement}
 */
export const note = (words, key, retry) => make("div", { className: "fallback fallback-note" }, ...alert(words, key, retry));

/**
 * @param {object} options
 * @param {Record<string, string>} options.words
 * @param {boolean} options.stopped  whether the portal ran before and stopped
 * @param {boolean} options.served  whether the server's page is between the element's tags
 * @param {string | null} options.href  the full page; null on the full page itself
 * @param {boolean} options.own  whether the host page has its own fallback between the element's tags
 * @param {() => void} options.retry
 * @returns {HTMLElement}
 */
export function fallback({ words, stopped, served, href, own, retry }) {
  const ways = href && !own ? [make("a", { href, textContent: words["element-open"] })] : [];
  const key = stopped ? "element-stopped" : "element-failed";
  if (served) return make("div", {}, note(words, stopped ? key : "element-readable", retry), make("slot", {}));
  const [text, again] = alert(words, key, retry);
  // A portal that stopped says whether data is safe; a portal that never started shows the host page's fallback.
  const said = own && !stopped ? [make("slot", {})] : [text, ...(own ? [make("slot", {})] : [])];
  return make("div", { className: "fallback" }, ...said, ...ways, again);
}
