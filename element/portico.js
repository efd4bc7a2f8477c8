// The only script that a page includes; it only defines <portico-portal>.

import { sheetOf } from "./loader.js";
import page from "./page.css";
import { PorticoPortal } from "./portal-element.js";

// The full page belongs to the element: only there may it style the document.
if (document.querySelector("portico-portal[page]")) document.adoptedStyleSheets.push(sheetOf(page));
if (!customElements.get("portico-portal")) customElements.define("portico-portal", PorticoPortal);

export { PorticoPortal };
