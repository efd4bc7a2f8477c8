// What journeys ask of a screen, in terms of what people see. A script gets `args`, and `root`: the portal's shadow tree.
const [HOST, ...args] = arguments;
const host = document.querySelector(HOST);
const root = host?.shadowRoot;
const all = (selector) => (root ? [...root.querySelectorAll(selector)] : []);
const clean = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const isVisible = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
const visible = (selector) => all(selector).filter(isVisible);
const nameOf = (element) => clean(element.getAttribute("aria-label") ?? element.textContent);

/** The visible element with this name; of a row or card its title is the name too. */
const named = (selector, name) => {
  const list = visible(selector);
  const title = (element) => clean(element.querySelector(".row-title, .card-title, .tile-title")?.textContent);
  return list.find((element) => nameOf(element) === name) ?? list.find((element) => title(element) === name);
};
const CONTROL = "input, select, textarea";
/** A label's own words, without "(optional)". */
const words = (label) => {
  const copy = label.cloneNode(true);
  for (const extra of copy.querySelectorAll(`.field-optional, ${CONTROL}`)) extra.remove();
  return clean(copy.textContent);
};
/** The control that a label names, or one with this name of its own. */
const field = (name) => {
  const label = visible("label").find((one) => words(one) === name);
  return label?.control ?? visible(CONTROL).find((one) => one.getAttribute("aria-label") === name);
};
/** What has the focus, through every shadow tree. */
const focused = () => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
};
/** Whether the screen shows its content, and nothing is on its way any more. */
const isSettled = () => visible(".page-title").length > 0 && all(".skeleton").length === 0;
const heading = () => clean(visible(".page-title")[0]?.textContent);
const text = () => clean(all(".portal")[0]?.innerText);
/** Brings an element where a click reaches it: a host's fixed header may lie over the page's edge. */
const near = (element) => {
  element?.scrollIntoView({ block: "center", behavior: "instant" });
  return element;
};
