/** A real enishi for the tests: built from this tree, its own store in memory, a free port. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    base: string;
  }
}

const ROOT = join(import.meta.dirname, "..", "..");

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "enishi-e2e-"));
  const binary = join(folder, "enishi");
  execFileSync("go", ["build", "-o", binary, "./cmd/enishi"], { cwd: ROOT, stdio: "inherit" });
  const server = spawn(binary, ["serve", "--addr", "127.0.0.1:0", "--store", "mem:", "--rate", "-1"], {
    cwd: folder,
    // Its log is for who looks for a fault: E2E_LOG=1 npm run e2e
    stdio: ["ignore", "pipe", process.env.E2E_LOG ? "inherit" : "ignore"],
  });
  project.provide("base", await listening(server));
  return async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true });
  };
}

function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`enishi serve ended with ${code}`)));
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).on("line", (line) => {
      const found = /listening on (http:\/\/\S+)/.exec(line);
      if (found?.[1]) resolve(found[1]);
    });
  });
}
