// Chromium over a pipe: as much of its DevTools protocol as the bench needs.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Nothing runs in the background that is not asked for, and a page that is not in front is as fast as one that is. */
const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

/** No call takes longer than this, in milliseconds. */
const PATIENCE = 180_000;

/** Starts a browser with a fresh profile. */
export async function launch() {
  const profile = mkdtempSync(join(tmpdir(), "portico-bench-"));
  const flags = [...FLAGS, "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"];
  const browser = spawn("chromium", flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const gone = once(browser, "exit").catch(() => {});
  const send = connect(browser);
  const forget = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  const { product } = await send("Browser.getVersion").catch((error) => {
    forget();
    throw error;
  });
  return {
    product,
    /** Opens an address as if in another profile, so that it gets a process of its own; `script` runs before its own. */
    async page(url, script) {
      const profile = await openProfile(send);
      return { ...(await profile.page(url, script)), close: profile.close };
    },
    profile: () => openProfile(send),
    async close() {
      await send("Browser.close").catch(() => {});
      const clock = setTimeout(() => browser.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(clock);
      forget();
    },
  };
}

/** A function that sends one call and answers with its result. Messages end with a zero byte. */
function connect(browser) {
  const [, , , input, output] = browser.stdio;
  const waiting = new Map();
  let last = 0;
  let rest = [];
  const fail = (reason) => {
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  };
  browser.on("error", (error) => fail(`chromium could not be started: ${error.message}`));
  browser.on("exit", () => fail("Chromium went away."));
  input.on("error", () => {});
  output.on("data", (bytes) => {
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0)) {
      receive(Buffer.concat([...rest, bytes.subarray(0, end)]).toString());
      rest = [];
      bytes = bytes.subarray(end + 1);
    }
    rest.push(bytes);
  });
  const receive = (text) => {
    const { id, result, error } = JSON.parse(text);
    const call = waiting.get(id);
    waiting.delete(id);
    if (error) call?.reject(new Error(error.message));
    else call?.resolve(result);
  };
  return (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const clock = setTimeout(() => settle(reject, new Error(`${method} took too long.`)), PATIENCE);
      const settle = (how, value) => {
        clearTimeout(clock);
        waiting.delete(id);
        how(value);
      };
      waiting.set(id, {
        resolve: (result) => settle(resolve, result),
        reject: (error) => settle(reject, error),
      });
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}

/** A profile of its own, with its own cache. */
async function openProfile(send) {
  const { browserContextId } = await send("Target.createBrowserContext");
  return {
    page: (url, script, prepare) => openPage(send, browserContextId, url, script, prepare),
    async close() {
      await send("Target.disposeBrowserContext", { browserContextId });
    },
  };
}

/** Opens an address in a tab; `script` runs before its own, and `prepare` before the address is loaded. */
async function openPage(send, browserContextId, url, script, prepare) {
  const { targetId } = await send("Target.createTarget", { url: script ? "about:blank" : url, browserContextId });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const evaluate = async (expression) => {
    const params = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send("Runtime.evaluate", params, sessionId);
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  const call = (method, params) => send(method, params, sessionId);
  if (script) {
    await call("Page.enable");
    await call("Emulation.setDeviceMetricsOverride", { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false });
    await call("Page.addScriptToEvaluateOnNewDocument", { source: script });
    await prepare?.(call);
    await call("Page.navigate", { url });
  }
  await untilReady(evaluate, url);
  return {
    evaluate,
    send: call,
    /** Calls a function of the page's `bench`. */
    call: (name, ...values) => evaluate(`bench.${name}(${values.map((value) => JSON.stringify(value)).join(", ")})`),
    front: () => send("Target.activateTarget", { targetId }),
    async close() {
      await send("Target.closeTarget", { targetId });
    },
  };
}

/** The page may still be on its way: until it is there, questions go to an empty one, or get lost with it. */
async function untilReady(evaluate, url) {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    if (await evaluate("Boolean(globalThis.bench)").catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${url} did not start.`);
}
