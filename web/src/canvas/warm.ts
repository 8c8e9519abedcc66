/** Starts the browser's WebGL off the main thread, beside the first question, so that the canvas need not wait for it. */

/** Longer is not waited for: the canvas then starts WebGL itself. */
const MOST = 1500;

let warm: Promise<void> | undefined;

/** Done when a first context could be made, or when nothing is won by waiting. Its worker lives on for the page: the next contexts share what it started. */
export function warmWebgl(): Promise<void> {
  warm ??= typeof OffscreenCanvas === "undefined" ? Promise.resolve() : ask();
  return warm;
}

const ask = (): Promise<void> =>
  new Promise((resolve) => {
    const worker = new Worker(new URL("./warm.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = worker.onerror = () => resolve();
    setTimeout(resolve, MOST);
  });
