/** The types of `<portico-portal>`, for host pages written in TypeScript or checked by it. */

/** Attributes, all optional. A changed one takes effect at once. */
export interface PorticoPortalAttributes {
  /** Where the API is. Default: `api/v1` beside `portico.js`. */
  api?: string;
  /** Where the place inside the portal is kept. Default `memory`, which leaves the address to the host. */
  routing?: "path" | "hash" | "memory";
  /** With `routing="path"`: the path under which the portal lives, such as `/help`. */
  base?: string;
  /** The first place shown, such as `/services`. Read once. */
  start?: string;
  /** The whole portal, or one small part of it. Default `portal`. */
  view?: "portal" | "search" | "service" | "requests" | "article";
  /** With `view="service"`: the service whose form is shown. */
  service?: string;
  /** With `view="article"`: the article that is shown. */
  article?: string;
  /** The language. Default: that of the surrounding page, then the browser's. */
  lang?: string;
  /** Default `auto`: the `color-scheme` of the page around. */
  theme?: "light" | "dark" | "auto";
  /** The level of the portal's main heading, 1 to 5. Default 2. */
  "heading-level"?: string;
  /** The full page, linked when the portal cannot start here. Default: where `portico.js` comes from. */
  "fallback-url"?: string;
}

/** The portal runs. */
export interface PorticoReady {
  /** The routing in use: `memory` where another instance already keeps its place in the address. */
  routing: "path" | "hash" | "memory";
}

/** Somebody went to another place inside the portal. */
export interface PorticoNavigate {
  /** The place, such as `/services/vpn-access`. */
  path: string;
  /** For a document title. */
  title: string;
  /** The main heading as shown. */
  heading: string;
}

/** A request was recorded. */
export interface PorticoRequestSent {
  id: string;
  /** The number that people are told. */
  number: string;
  /** The id of the service. */
  service: string;
}

/** Something went wrong. What the person sees says so in their language; this is for the host's own records. */
export interface PorticoError {
  /**
   * The portal is not there, and a plain link and a way to try again stand in its place: `load` (a file did not come),
   * `unsupported` (no WebAssembly), `panic` (a fault; every instance on the page stopped).
   * The portal runs, and one thing failed: `texts` (another language did not load), and of calls to the API
   * `unreachable`, `timedOut`, `busy`, `signIn`, `notFound`, `refused`, `broken` (an answer nobody can read).
   */
  kind:
    | "load"
    | "unsupported"
    | "panic"
    | "texts"
    | "unreachable"
    | "timedOut"
    | "busy"
    | "signIn"
    | "notFound"
    | "refused"
    | "broken";
  message: string;
}

/** Events, all bubbling and composed. */
export interface PorticoPortalEventMap {
  "portico-ready": CustomEvent<PorticoReady>;
  "portico-navigate": CustomEvent<PorticoNavigate>;
  "portico-request-sent": CustomEvent<PorticoRequestSent>;
  "portico-error": CustomEvent<PorticoError>;
}

/** The self-service portal, or a part of it, inside somebody else's page. */
export class PorticoPortal extends HTMLElement {
  /**
   * Gives a bearer token. Asked before the first call to the API and again when the API answers 401; the token stays
   * in memory and is never stored. `null` signs the person out, and in by cookie where the portal's origin allows it.
   * Another function is asked at once: it may be another person's.
   */
  getToken: (() => Promise<string>) | null;

  /** The host's own words: key of a message to text. Keys are those of `locales/en`. */
  messages: Record<string, string>;

  addEventListener<K extends keyof PorticoPortalEventMap>(
    type: K,
    listener: (this: PorticoPortal, event: PorticoPortalEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "portico-portal": PorticoPortal;
  }
}
