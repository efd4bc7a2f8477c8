// Starts the server with the portal, on an empty data folder.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/**
 * @param {{server: string, portal: string, content: string}} folders  the program, the built portal and the content
 * @returns {Promise<{url: string, close: () => void}>}
 */
export async function startPortal({ server: program, portal, content }) {
  const data = mkdtempSync(join(tmpdir(), "portico-bench-data-"));
  const args = ["serve", "--demo", "--rate-limit", "off", "--content", content, "--portal", portal, "--data", data];
  const server = spawn(program, [...args, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const close = () => {
    server.kill();
    rmSync(data, { recursive: true, force: true });
  };
  for await (const line of createInterface(server.stdout)) {
    const found = line.match(/listening on (\S+)/);
    if (found) return { url: found[1], close };
  }
  close();
  throw new Error("The server did not start.");
}
