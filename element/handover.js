// The hand-over of a page that the server rendered between the element's tags: it stays on the screen, and works, until
// the portal's first screen is complete, and then gives way to it in one step.

import { dropFirstAnswers } from "./first-answers.js";

/** How long a press may take until its click, after the pointer was lifted. In milliseconds. */
const CLICK = 500;
/** How long a page that a clicked link or a sent form leads to may take to answer before the portal starts here after all. */
const LEAVING = 10_000;

/** The served page of one element. */
export class ServedPage {
  #host;
  #root;
  #slot = document.createElement("slot");
  #makeNote;
  /** @type {HTMLElement | null} */
  #note = null;
  #observer = new MutationObserver(() => this.#tryTake());
  #ends = new AbortController();
  #isPressed = false;
  #leaves = 0;
  #timer = 0;

  /** Shows the page in place of `root`, into which the portal is about to be mounted.
   * @param {HTMLElement} host @param {HTMLElement} root
   * @param {(retry: () => void) => HTMLElement} makeNote  says that the portal's screen could not be loaded */
  constructor(host, root, makeNote) {
    this.#host = host;
    this.#makeNote = makeNote;
    this.#root = root;
    root.hidden = true;
    const on = (name, listener) => host.addEventListener(name, listener, { signal: this.#ends.signal });
    // A press whose element goes away before the pointer is lifted would be no click at all.
    on("pointerdown", () => this.#press(true));
    on("pointercancel", () => this.#press(false));
    on("pointerup", () => this.#press(true, CLICK));
    on("click", (event) => {
      if (this.#follows(event)) this.#leaves = Date.now() + LEAVING;
      this.#press(false);
    });
    on("submit", () => {
      this.#leaves = Date.now() + LEAVING;
    });
    // A word that an input method is composing would be cut off.
    on("compositionstart", () => this.#press(true));
    on("compositionend", () => this.#press(false));
  }

  get slot() {
    return this.#slot;
  }

  /** Resolves when the portal may be mounted: a portal that is mounted while a followed link is on its way could keep the
   * browser here. */
  async isFree() {
    while (this.#leaves > Date.now()) await new Promise((resolve) => setTimeout(resolve, 100));
  }

  /** Waits for the first complete screen. */
  await() {
    this.#observer.observe(this.#root, { childList: true, subtree: true });
    this.#tryTake();
  }

  /** The portal will not take over. */
  end() {
    this.#observer.disconnect();
    this.#ends.abort();
    clearTimeout(this.#timer);
  }

  /** @param {boolean} isPressed @param {number} [limit] */
  #press(isPressed, limit) {
    this.#isPressed = isPressed;
    clearTimeout(this.#timer);
    // The click is dispatched to the element that is there; what it does comes first.
    if (!isPressed) this.#timer = setTimeout(() => this.#tryTake());
    else if (limit) this.#timer = setTimeout(() => this.#press(false), limit);
  }

  /** Whether the browser goes to another page because of a click. @param {MouseEvent} event */
  #follows(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const isPlain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return false;
    const [to, here] = [new URL(link.href), new URL(location.href)];
    const isHere = to.pathname + to.search === here.pathname + here.search;
    return to.origin === here.origin && !(isHere && to.hash);
  }

  #tryTake() {
    const isComplete = this.#root.querySelector(".main") && !this.#root.querySelector(".skeleton");
    if (!isComplete || this.#isPressed || !this.#slot.isConnected) return;
    // A page that can be read is better than a screen that says it could not be loaded.
    const failed = this.#root.querySelector(".main > .page > .failed:only-child");
    if (failed && !this.#host.querySelector(".skeleton")) return this.#explain();
    const leaving = this.#leaves - Date.now();
    if (leaving > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#tryTake(), leaving);
      return;
    }
    this.end();
    const left = this.#focus();
    const typed = [...this.#host.querySelectorAll("input[name=q]")].find((input) => input.value !== input.defaultValue);
    const top = scrollY;
    // In this order the page is never shorter than it was, so no browser has to scroll.
    this.#root.hidden = false;
    this.#note?.remove();
    this.#slot.remove();
    if (typed) this.#type(typed);
    left?.();
    if (scrollY !== top) scrollTo(scrollX, top);
    this.#host.replaceChildren();
    dropFirstAnswers();
  }

  /** Says above the page that the portal's screen is not there yet. */
  #explain() {
    if (this.#note) return;
    this.#note = this.#makeNote(() => this.#root.querySelector(".failed button")?.click());
    this.#slot.before(this.#note);
  }

  /** What has the focus, as a function that moves the focus to its counterpart in the portal. */
  #focus() {
    const focused = document.activeElement;
    if (!focused || !this.#host.contains(focused) || focused === this.#host) return null;
    const name = ["href", "name", "id"].find((name) => focused.getAttribute(name));
    if (!name) return null;
    const alike = (tree) => [...tree.querySelectorAll(focused.tagName)].filter((one) => one.getAttribute(name) === focused.getAttribute(name));
    const place = alike(this.#host).indexOf(focused);
    // Null for fields that have none, such as check boxes.
    const selection = focused.selectionStart != null ? [focused.selectionStart, focused.selectionEnd] : null;
    return () => {
      const found = alike(this.#root);
      const next = found[Math.min(place, found.length - 1)];
      next?.focus({ preventScroll: true });
      if (selection) next?.setSelectionRange?.(...selection);
    };
  }

  /** Puts what was typed into the portal's field. @param {HTMLInputElement} typed */
  #type(typed) {
    const field = [...this.#root.querySelectorAll("input[name=q]")].find((input) => input.checkVisibility());
    if (!field) return;
    field.value = typed.value;
    field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  }
}
