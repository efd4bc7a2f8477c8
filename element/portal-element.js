// The custom element: reads its attributes, mounts the portal into its shadow root, and unmounts it.

import { assetUrl, assets, chooseLanguage, findLanguage, wordsIn } from "./assets.js";
import { fallback, note, ownSheet, skeleton } from "./fallback.js";
import { firstAnswer } from "./first-answers.js";
import { ServedPage } from "./handover.js";
import { forgetPortal, loadIcons, loadPortal, loadSheet, loadStore, loadTexts } from "./loader.js";

/** A change of these attributes restarts the portal. Changes of the other attributes update it. */
const STARTS_ANEW = ["api", "routing", "base", "view", "service", "article"];
const UPDATES = ["lang", "theme", "heading-level"];
/** The values of some attributes, the default first. */
const WORDS = {
  routing: ["memory", "hash", "path"],
  view: ["portal", "search", "service", "requests", "article"],
  theme: ["auto", "light", "dark"],
};

/** @type {Set<PorticoPortal>} */
const running = new Set();
/** Modules that panicked. @type {WeakSet<object>} */
const dead = new WeakSet();
/** The one instance that keeps its route in the page's URL. @type {PorticoPortal | null} */
let addressOwner = null;

export class PorticoPortal extends HTMLElement {
  static observedAttributes = [...STARTS_ANEW, ...UPDATES];

  #shadow = this.attachShadow({ mode: "open" });
  /** The current run, from mounting to unmounting; events of earlier runs are ignored.
   * @type {{ portal?: import("./loader.js").PortalModule, handle?: number, routing: string, panicked: boolean } | null} */
  #run = null;
  /** @type {"" | "update" | "anew"} */
  #pending = "";
  /** @type {(() => Promise<string>) | null} */
  #getToken = null;
  /** The number of times it was set, because another function may belong to another user. */
  #tokens = 0;
  /** The messages that were already printed to the console. */
  #warned = new Set();
  /** The same function for the element's whole life, so that the portal can tell whether there is a callback now. */
  #askToken = () => this.#getToken?.();
  /** @type {Record<string, string>} */
  #messages = {};

  constructor() {
    super();
    this.#shadow.adoptedStyleSheets = [ownSheet];
    // Escape that closed something in the portal must not close anything around the element, such as the host's dialog.
    this.#shadow.addEventListener("keydown", (event) => {
      const own = event.defaultPrevented || this.#shadow.querySelector("dialog[open]");
      if (event.key === "Escape" && own) event.stopPropagation();
    });
  }

  connectedCallback() {
    // Properties that were set before the element was defined are on the object itself and hide the accessors.
    for (const name of ["getToken", "messages"]) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    // With a clean stack, because the code that inserted the element may itself run inside the portal's module.
    queueMicrotask(() => this.#start());
  }

  disconnectedCallback() {
    // Moving an element disconnects and reconnects it in one step, which must not lose any input.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (before !== after) this.#change(STARTS_ANEW.includes(name) ? "anew" : "update");
  }

  get getToken() {
    return this.#getToken;
  }
  set getToken(callback) {
    if (callback === this.#getToken) return;
    this.#getToken = typeof callback === "function" ? callback : null;
    this.#tokens += 1;
    this.#change("update");
  }

  get messages() {
    return this.#messages;
  }
  set messages(texts) {
    this.#messages = { ...texts };
    this.#change("update");
  }

  /** Merges several changes into one update. @param {"update" | "anew"} kind */
  #change(kind) {
    if (!this.#run) return;
    if (!this.#pending) queueMicrotask(() => this.#applyChange());
    if (this.#pending !== "anew") this.#pending = kind;
  }

  #applyChange() {
    const kind = this.#pending;
    const run = this.#run;
    this.#pending = "";
    if (!run) return;
    if (kind === "anew") {
      this.#stop();
      this.#start();
    } else if (run.portal && run.handle !== undefined) {
      this.#guard(run, () => run.portal.update(run.handle, this.#config(run)));
    }
  }

  async #start() {
    if (this.#run || !this.isConnected) return;
    const run = (this.#run = { portal: undefined, handle: undefined, routing: this.#claimRouting(), panicked: false });
    const root = document.createElement("div");
    root.setAttribute("part", "root");
    const served = this.#hasServedPage() ? new ServedPage(this, root, (retry) => note(this.#words(), "element-readable", retry)) : null;
    run.served = served;
    const waiting = served?.slot ?? skeleton(this.#words());
    this.#shadow.replaceChildren(root, waiting);
    try {
      const [portal, sheet, icons] = await Promise.all([
        loadPortal(),
        loadSheet(),
        // The portal is usable without icons, but not without texts or styles.
        loadIcons().catch(() => null),
        loadTexts(this.#language()),
      ]);
      await served?.isFree();
      if (run !== this.#run) return;
      this.#shadow.adoptedStyleSheets = [ownSheet, sheet];
      if (!served) waiting.remove();
      if (icons) this.#addSprite(icons);
      run.portal = portal;
      running.add(this);
      this.#guard(run, () => {
        run.handle = portal.mount(root, this.#config(run));
      });
      served?.await();
      if (run === this.#run) this.#emit(run, "portico-ready", { routing: run.routing });
    } catch (error) {
      if (run !== this.#run) return;
      const kind = typeof WebAssembly === "object" ? "load" : "unsupported";
      this.#emit(run, "portico-error", { kind, message: String(error) });
      this.#fail(false);
    }
  }

  /** @param {Element} icons */
  #addSprite(icons) {
    const sprite = /** @type {SVGElement} */ (document.importNode(icons, true));
    sprite.setAttribute("aria-hidden", "true");
    // Not `display: none`, because some browsers do not render symbols of a hidden sprite.
    sprite.style.cssText = "position: absolute; inline-size: 0; block-size: 0";
    this.#shadow.append(sprite);
  }

  #stop() {
    const run = this.#run;
    this.#release();
    if (run?.portal && run.handle !== undefined) this.#guard(run, () => run.portal.unmount(run.handle));
    this.#shadow.replaceChildren();
  }

  #release() {
    this.#run?.served?.end();
    this.#run = null;
    running.delete(this);
    if (addressOwner === this) addressOwner = null;
  }

  /** Calls the module; an exception from it leaves its memory in an unknown state.
   * @param {{ portal: import("./loader.js").PortalModule }} run @param {() => void} call */
  #guard(run, call) {
    try {
      call();
    } catch (error) {
      console.error(error);
      this.#died(String(error), run.portal);
    }
  }

  /** All instances share one module: when it stops, all of them stop.
   * @param {string} message @param {import("./loader.js").PortalModule} portal */
  #died(message, portal) {
    if (dead.has(portal)) return;
    dead.add(portal);
    forgetPortal();
    for (const element of running) {
      const run = element.#run;
      if (run?.portal !== portal) continue;
      element.#emit(run, "portico-error", { kind: "panic", message });
      element.#fail(true);
    }
  }

  /** @param {boolean} stopped */
  #fail(stopped) {
    const href = this.hasAttribute("page") ? null : this.#fullPage();
    this.#release();
    // The host page's own fallback between the tags takes precedence.
    const own = this.childElementCount > 0 || this.textContent.trim() !== "";
    const served = this.#hasServedPage();
    this.#shadow.replaceChildren(fallback({ words: this.#words(), stopped, served, href, own, retry: () => this.#start() }));
  }

  /** Whether the server has rendered the page that this element is to show. */
  #hasServedPage() {
    return this.hasAttribute("page") && this.childElementCount > 0;
  }

  #emit(run, name, detail) {
    const panic = detail.kind === "panic";
    if (run.panicked || (run !== this.#run && !panic)) return;
    run.panicked = panic;
    // The panic hook runs inside the module: unmount everything only after its stack has unwound.
    if (panic) queueMicrotask(() => this.#died(detail.message, run.portal));
    if (run === this.#run) this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #fullPage() {
    const named = this.getAttribute("fallback-url");
    try {
      const url = new URL(named ?? ".", named === null ? assetUrl(".") : document.baseURI);
      // The value becomes a link, so it must not run code in this page.
      if (/^https?:$/.test(url.protocol)) return url.href;
    } catch {}
    return assetUrl(".");
  }

  #claimRouting() {
    const wanted = this.#word("routing");
    if (wanted === "memory") return wanted;
    if (addressOwner && addressOwner !== this) {
      this.#warn(`another instance already keeps its place in the address; routing="memory" is used here`);
      return "memory";
    }
    addressOwner = this;
    return wanted;
  }

  /** @param {string} text  the message for the host's developers, printed once */
  #warn(text) {
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    console.warn(`portico-portal: ${text}`);
  }

  /** The value of an attribute, or its default. @param {keyof typeof WORDS} name */
  #word(name) {
    const [standard, ...others] = WORDS[name];
    const given = this.getAttribute(name) || standard;
    if (given === standard || others.includes(given)) return given;
    this.#warn(`${name}="${given}" is none of ${WORDS[name].join(", ")}; "${standard}" is used here`);
    return standard;
  }

  #language() {
    const given = this.getAttribute("lang");
    if (given && !findLanguage(given)) this.#warn(`there are no texts for lang="${given}"`);
    const around = [this.closest("[lang]")?.getAttribute("lang"), document.documentElement.lang];
    return chooseLanguage([
      given,
      ...(this.hasAttribute("page") ? [] : around),
      ...navigator.languages,
    ]);
  }

  #words() {
    return { ...wordsIn(this.#language()), ...this.#messages };
  }

  /** The configuration for `mount` and `update` in src/lib.rs. @param {{ routing: string }} run */
  #config(run) {
    const text = (name) => this.getAttribute(name);
    const page = this.hasAttribute("page");
    const view = this.#word("view");
    if (view in { service: 1, article: 1 } && !text(view)) this.#warn(`view="${view}" needs the attribute ${view}`);
    const api = text("api") === null ? assetUrl("api/v1") : new URL(text("api"), document.baseURI).href;
    return {
      api: api.replace(/\/+$/, ""),
      routing: run.routing,
      base: text("base") ?? "",
      start: text("start"),
      view,
      target: text(view),
      lang: this.#language(),
      theme: this.#word("theme"),
      headingLevel: Math.min(Math.max(Number.parseInt(text("heading-level") ?? "", 10) || (page ? 1 : 2), 1), 6),
      page,
      fullPage: this.#fullPage(),
      languages: assets.languages,
      loadTexts,
      loadStore,
      getToken: this.#getToken && this.#askToken,
      firstAnswer: page ? firstAnswer : null,
      tokens: String(this.#tokens),
      emit: (name, detail) => this.#emit(run, name, detail),
      messages: this.#messages,
    };
  }
}
