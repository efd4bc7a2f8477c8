// A foreign intranet: its own origin, its own sign-in, a strict Content-Security-Policy, and two Portico elements.
// Needs nothing but Node. Options: --port N, --portal-url URL, --token-seconds N (or PORT, PORTAL_URL, TOKEN_SECONDS).

import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const { values: flags } = parseArgs({
  options: {
    port: { type: "string", default: process.env.PORT ?? "8090" },
    "portal-url": { type: "string", default: process.env.PORTAL_URL ?? "http://127.0.0.1:8080" },
    "token-seconds": { type: "string", default: process.env.TOKEN_SECONDS ?? "60" },
  },
});
const port = Number(flags.port);
const portal = new URL(flags["portal-url"]).origin;
const issuer = `http://127.0.0.1:${port}`;

// The intranet knows who sits in front of it; the portal only ever sees tokens signed with this key.
const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const keyId = randomUUID();
const publicKey = { ...keys.publicKey.export({ format: "jwk" }), kid: keyId, alg: "ES256", use: "sig" };
const person = { sub: "p-mara-voss", name: "Mara Voss" };

/** A token for the signed-in person, valid for so many seconds from now; a negative number gives an expired one. */
function mintToken(seconds) {
  const now = Math.floor(Date.now() / 1000);
  const times = seconds > 0 ? { iat: now, exp: now + seconds } : { iat: now + seconds - 60, exp: now + seconds };
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const header = encode({ alg: "ES256", typ: "JWT", kid: keyId });
  const body = `${header}.${encode({ ...person, ...times, iss: issuer, aud: "portico" })}`;
  const signature = sign("sha256", Buffer.from(body), { key: keys.privateKey, dsaEncoding: "ieee-p1363" });
  return `${body}.${signature.toString("base64url")}`;
}

// All that a host must allow for Portico is the portal's origin for scripts and connections, and 'wasm-unsafe-eval'.
const policy = [
  "default-src 'none'",
  `script-src 'self' ${portal} 'wasm-unsafe-eval'`,
  "style-src 'self'",
  `connect-src 'self' ${portal}`,
  "img-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
].join("; ");

const files = {
  "/host.css": ["host.css", "text/css; charset=utf-8"],
  "/host.js": ["host.js", "text/javascript; charset=utf-8"],
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, issuer);
  const answer = (status, type, body) => {
    response.writeHead(status, {
      "Content-Type": type,
      "Content-Security-Policy": policy,
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  try {
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, "text/plain", "Only GET and HEAD.\n");
    if (pathname === "/jwks.json") return answer(200, "application/json", JSON.stringify({ keys: [publicKey] }));
    if (pathname === "/token") {
      const seconds = searchParams.has("expired") ? -60 : Number(flags["token-seconds"]);
      return answer(200, "text/plain", mintToken(seconds));
    }
    if (pathname === "/favicon.ico") return answer(204, "image/x-icon");
    const known = files[pathname];
    if (known) return answer(200, known[1], await readFile(new URL(known[0], import.meta.url)));
    if (/\.[a-z]+$/.test(pathname)) return answer(404, "text/plain", "There is no such file.\n");
    // Every other address is a page of the host's own router.
    const page = await readFile(new URL("index.html", import.meta.url), "utf8");
    answer(200, "text/html; charset=utf-8", page.replaceAll("{{portal}}", portal));
  } catch (error) {
    console.error(error);
    answer(500, "text/plain", "The intranet has a fault.\n");
  }
});

server.on("error", (error) => {
  const taken = error.code === "EADDRINUSE";
  console.error(taken ? `Port ${port} is in use; pass --port N.` : `The intranet cannot be served: ${error.message}.`);
  process.exitCode = 1;
});
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
server.listen(port, "127.0.0.1");
