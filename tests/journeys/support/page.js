// Helpers with which journeys query a screen in terms of what users see. A script has `args`, and `root`, the portal's
// shadow root.
const [HOST, ...args] = arguments;
const host = document.querySelector(HOST);
const root = host?.shadowRoot;
const all = (selector) => (root ? [...root.querySelectorAll(selector)] : []);
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const isVisible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
const visible = (selector) => all(selector).filter(isVisible);
const nameOf = (element) => clean(element.getAttribute("aria-label") ?? element.textContent);

/** The visible element with this name. Rows and cards are also found by their titles. */
const named = (selector, name) => {
  const list = visible(selector);
  const title = (element) => clean(element.querySelector(".row-title, .card-title, .tile-title")?.textContent);
  return list.find((element) => nameOf(element) === name) ?? list.find((element) => title(element) === name);
};
const CONTROLS = "input, select, textarea";
/** The text of a label without "(optional)". */
const words = (label) => {
  const copy = label.cloneNode(true);
  for (const extra of copy.querySelectorAll(`.field-optional, ${CONTROLS}`)) extra.remove();
  return clean(copy.textContent);
};
/** The control with this label or `aria-label`. */
const field = (name) => {
  const label = visible("label").find((one) => words(one) === name);
  return label?.control ?? visible(CONTROLS).find((one) => one.getAttribute("aria-label") === name);
};
/** The control of the answer at a JSON Pointer; if several controls share one, it is the first. */
const control = (pointer) => root?.getElementById("field-" + pointer.slice(1).replaceAll("/", "."));
/** The focused element, also inside shadow trees. */
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};
/** Whether the screen shows its content and has finished loading. */
const isSettled = () => visible(".page-title").length > 0 && all(".skeleton").length === 0;
const heading = () => clean(visible(".page-title")[0]?.textContent);
const text = () => clean(all(".portal")[0]?.innerText);
/** Scrolls an element to where it can be clicked: a fixed header of the host may cover the edge of the page. */
const near = (element) => {
  element?.scrollIntoView({ block: "center", behavior: "instant" });
  return element;
};
