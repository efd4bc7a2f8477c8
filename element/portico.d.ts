/** The types of `<portico-portal>`, for host pages that use TypeScript. */

/** Attributes, all optional. Changes take effect at once. */
export interface PorticoPortalAttributes {
  /** The address of the API. Default: `api/v1` beside `portico.js`. */
  api?: string;
  /** Where the portal keeps its route. Default `memory`, which does not change the URL. */
  routing?: "path" | "hash" | "memory";
  /** With `routing="path"`: the path under which the portal is served, such as `/help`. */
  base?: string;
  /** The first route shown, such as `/services`. Read once. */
  start?: string;
  /** The whole portal, or one part of it. Default `portal`. */
  view?: "portal" | "search" | "service" | "requests" | "article";
  /** With `view="service"`: the service whose form is shown. */
  service?: string;
  /** With `view="article"`: the article that is shown. */
  article?: string;
  /** The language. Default: that of the surrounding page, then the browser's. */
  lang?: string;
  /** Default `auto`: the `color-scheme` of the host page. */
  theme?: "light" | "dark" | "auto";
  /** The level of the portal's main heading, 1 to 5. Default 2. */
  "heading-level"?: string;
  /** The full page, linked if the portal cannot start. Default: the folder of `portico.js`. */
  "fallback-url"?: string;
}

/** The portal has started. */
export interface PorticoReady {
  /** The routing in use: `memory` if another instance already uses the URL. */
  routing: "path" | "hash" | "memory";
}

/** A screen of the portal has rendered. */
export interface PorticoNavigate {
  /** The route, such as `/services/vpn-access`. */
  path: string;
  /** For a document title. */
  title: string;
  /** The main heading as shown. */
  heading: string;
}

/** A request was recorded. */
export interface PorticoRequestSent {
  id: string;
  /** The number that the screen shows. */
  number: string;
  /** The ID of the service. */
  service: string;
}

/** An error occurred. The screen explains it in the user's language; this event is for the host's logs. */
export interface PorticoError {
  /**
   * The fallback is shown, with a link and a retry button: `load` (a file did not load),
   * `unsupported` (no WebAssembly), `panic` (a crash; every instance on the page stopped).
   * The portal runs, and one thing failed: `texts` (a language did not load), or an API call:
   * `unreachable`, `timedOut`, `busy`, `signIn`, `notFound`, `refused`, `broken` (an unreadable response).
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

/** The self-service portal, or a part of it, in a host page. */
export class PorticoPortal extends HTMLElement {
  /**
   * Returns a bearer token. Called before the first API call and again after a 401; the token stays in memory and is
   * never stored. `null` signs the user out, or in by cookie on the portal's own origin.
   * A new function is called at once, because it may belong to another user.
   */
  getToken: (() => Promise<string>) | null;

  /** Custom texts by message key. The keys are those of `locales/en`. */
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
