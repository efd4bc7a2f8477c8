// Serves a built single-page application on this machine, as a good static host would: compressed ahead, revalidated by
// entity tags, and files with a hash in their name cached for good. Unknown addresses are its page.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { TYPES } from "./serve.mjs";

const HASHED = /-[\w-]{8}\.\w+$/;

/** @returns {Promise<{url: string, close: () => void}>} */
export async function serveSite(folder) {
  const files = new Map();
  for (const path of readdirSync(folder, { recursive: true }).map((name) => join(folder, name))) {
    if (!statSync(path).isFile() || /\.(br|gz)$/.test(path)) continue;
    const bytes = readFileSync(path);
    const tag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
    files.set(`/${relative(folder, path)}`, { type: TYPES[extname(path)], body: brotliCompressSync(bytes), tag });
  }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const file = files.get(pathname) ?? (extname(pathname) ? undefined : files.get("/index.html"));
    if (!file) return response.writeHead(404).end();
    response.setHeader("ETag", file.tag);
    response.setHeader("Cache-Control", HASHED.test(pathname) ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.headers["if-none-match"] === file.tag) return response.writeHead(304).end();
    response.setHeader("Content-Type", file.type ?? "application/octet-stream");
    response.setHeader("Content-Encoding", "br");
    response.end(file.body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
