/**
 * A real enishi for the tools and the tests: built from this tree, its own store in memory, a free port.
 * ENISHI_BINARY names a program that is built already.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "..", "..");

/** Starts it with further flags; answers where it listens and how it is ended. Its log: E2E_LOG=1. */
export async function start(...flags) {
  const folder = mkdtempSync(join(tmpdir(), "enishi-web-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const binary = process.env.ENISHI_BINARY ?? build(folder);
    const server = spawn(binary, ["serve", "--addr", "127.0.0.1:0", "--store", "mem:", "--rate", "-1", ...flags], {
      cwd: folder,
      stdio: ["ignore", "pipe", process.env.E2E_LOG ? "inherit" : "ignore"],
    });
    const ended = new Promise((resolve) => server.once("exit", resolve));
    const base = await listening(server);
    const stop = async () => {
      server.kill("SIGINT");
      await ended;
      remove();
    };
    return { base, binary, folder, stop };
  } catch (e) {
    remove();
    throw e;
  }
}

function build(folder) {
  const binary = join(folder, "enishi");
  execFileSync("go", ["build", "-o", binary, "./cmd/enishi"], { cwd: ROOT, stdio: "inherit" });
  return binary;
}

function listening(server) {
  return new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`enishi serve ended with ${code}`)));
    server.once("error", reject);
    createInterface({ input: server.stdout }).on("line", (line) => {
      const found = /listening on (http:\/\/\S+)/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
  });
}

/** Runs `use` on the enishi at an address, or on one of its own that ends with it. */
export async function withEnishi(address, use) {
  if (address) return use(address);
  const { base, stop } = await start();
  try {
    return await use(base);
  } finally {
    await stop();
  }
}
