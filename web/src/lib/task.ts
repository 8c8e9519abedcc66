/** Long work in short tasks: between two of them the browser draws and answers. */
import { useEffect, useState } from "preact/hooks";

/** The next task; timers may be held back or replaced, a message comes at once. */
export const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

/** The first task after the next frame is on the screen; a page that is not seen has no frames and goes on at once. */
export const nextFrame = (): Promise<void> =>
  document.hidden ? nextTask() : new Promise((resolve) => requestAnimationFrame(() => void nextTask().then(resolve)));

/** Milliseconds of work after which `breathe` waits for the next task. */
const BREATH = 12;

/** Gives a function that, called between pieces of work, waits for the next task when the present one is long. */
export function breather(now: () => number = () => performance.now()): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < BREATH) return;
    await nextTask();
    since = now();
  };
}

const PORTION = 200;

/** How many of a long list are drawn: a portion more after each frame until all are, and from then on all at once. */
export function usePortions(total: number): number {
  const [n, setN] = useState(PORTION);
  useEffect(() => {
    if (n >= total) return;
    let live = true;
    void nextTask().then(() => live && setN(n + PORTION));
    return () => {
      live = false;
    };
  }, [n, total]);
  return n;
}
