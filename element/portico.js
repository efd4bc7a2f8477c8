// The only script that a page includes; it only defines <portico-portal>.

import { sheetOf } from "./loader.js";
import { PorticoPortal } from "./portal-element.js";

// The full page is an empty document around the element: only there may the element style the document. The space of
// the scrollbar is reserved, so that nothing moves when it appears; the background is that of style/tokens.css, and
// white in print.
const PAGE = `
html { background: var(--portico-surface, light-dark(#f7f8f9, #0d0f11)); scrollbar-gutter: stable }
body { margin: 0 }
@page { margin: 16mm }
@media print { html { background: none; color-scheme: light !important } }`;
if (document.querySelector("portico-portal[page]")) document.adoptedStyleSheets.push(sheetOf(PAGE));
if (!customElements.get("portico-portal")) customElements.define("portico-portal", PorticoPortal);

export { PorticoPortal };
