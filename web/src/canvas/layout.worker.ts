/** Lays networks out off the main thread. A new job ends the one before it (the page then starts a new worker). */
import { settle, type Job } from "./layout";

export interface Laid {
  positions: Float32Array;
  done: boolean;
}

const post = (positions: Float32Array, done: boolean): void =>
  self.postMessage({ positions, done } satisfies Laid, { transfer: [positions.buffer] });

self.onmessage = (e: MessageEvent<Job>): void => {
  const last = settle(e.data, (p) => post(p, false));
  post(last, true);
};
