// Serves the page, the engines and the data on this machine, and keeps the index that a page hands over.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

export const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Isolated from other sites, a page has a clock of 5 instead of 100 microseconds. */
const ISOLATED = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cache-Control": "no-store",
};

/**
 * @param {[string, string][]} folders  beginnings of paths, and where their files are; the first that fits is taken
 * @returns {Promise<{url: string, close: () => void}>}
 */
export async function serve(folders) {
  let index = { type: "", bytes: Buffer.alloc(0) };
  const server = createServer(async (request, response) => {
    const answer = (status, type, body) => {
      response.writeHead(status, { "Content-Type": type, ...ISOLATED });
      response.end(body);
    };
    const { pathname } = new URL(request.url, "http://localhost");
    if (pathname === "/index" && request.method === "POST") {
      index = { type: request.headers["content-type"] ?? "application/octet-stream", bytes: await bodyOf(request) };
      return answer(200, TYPES[".json"], JSON.stringify({ bytes: index.bytes.length, brotli: asSent(index.bytes) }));
    }
    if (pathname === "/index") return answer(200, index.type, index.bytes);
    const [start, folder] = folders.find(([start]) => pathname.startsWith(start)) ?? [];
    const name = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    try {
      const path = join(folder, normalize(`/${name.slice(start.length)}`));
      answer(200, TYPES[extname(path)] ?? "application/octet-stream", await readFile(path));
    } catch {
      answer(404, "text/plain", "not found");
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** The size of an index as a server sends it, which makes it anew with every version: brotli 9. */
function asSent(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

/** The size of files as they are shipped, compressed once for good: brotli 11. */
export async function shipped(paths) {
  const sizes = paths.map(async (path) => brotliCompressSync(await readFile(path)).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
