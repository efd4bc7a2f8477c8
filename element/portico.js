// The one script a page includes: it defines <portico-portal> and nothing else.

import { sheetOf } from "./loader.js";
import { PorticoPortal } from "./portal-element.js";

// The full page is an empty document around the element: only there may the document itself be styled. The place of its
// scrollbar is kept free, since everything would move when it comes; its ground is that of style/tokens.css. Paper is white.
const PAGE = `
html { background: var(--portico-surface, light-dark(#f7f8f9, #0d0f11)); scrollbar-gutter: stable }
body { margin: 0 }
@page { margin: 16mm }
@media print { html { background: none; color-scheme: light !important } }`;
if (document.querySelector("portico-portal[page]")) document.adoptedStyleSheets.push(sheetOf(PAGE));
if (!customElements.get("portico-portal")) customElements.define("portico-portal", PorticoPortal);

export { PorticoPortal };
