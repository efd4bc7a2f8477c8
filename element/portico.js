// The one script a page includes: it defines <portico-portal> and nothing else.

import { sheetOf } from "./loader.js";
import { PorticoPortal } from "./portal-element.js";

// The full page is an empty document around the element: only there may the document itself be styled.
if (document.querySelector("portico-portal[page]")) document.adoptedStyleSheets.push(sheetOf("body { margin: 0 }"));
if (!customElements.get("portico-portal")) customElements.define("portico-portal", PorticoPortal);

export { PorticoPortal };
