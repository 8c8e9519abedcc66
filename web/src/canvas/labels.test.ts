import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Labels } from "./labels";

/** A document whose canvases take 3 ms to write a name. */
let now = 0;
let painted: string[] = [];
const context = {
  font: "",
  measureText: (text: string) => ({ width: 7 * text.length }),
  scale: () => undefined,
  strokeText: () => undefined,
  fillText: (text: string) => {
    painted.push(`${text} ${String(context.fillStyle)}`);
    now += 3;
  },
  fillStyle: "",
};

beforeEach(() => {
  now = 0;
  painted = [];
  vi.stubGlobal("document", { createElement: () => ({ width: 0, height: 0, getContext: () => context }) });
  vi.stubGlobal("window", { devicePixelRatio: 1 });
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const made = (): Labels => new Labels("serif", { ink: "black", paper: "white" });
/** The names that get into a frame. */
const frame = (labels: Labels, names: string[], strong = false): string[] => {
  labels.begin();
  return names.filter((n) => labels.ready(n, strong) && labels.width(n, strong) > 0);
};

describe("names on the canvas", () => {
  it("take 8 ms of a frame, and are owed until the frames after it have written them all", () => {
    const labels = made();
    const names = ["a", "b", "c", "d", "e"];
    expect(frame(labels, names)).toEqual(["a", "b", "c"]);
    expect(labels.owed).toBe(true);
    expect(frame(labels, names)).toEqual(names);
    expect(labels.owed).toBe(false);
    expect(painted).toHaveLength(5);
  });

  it("are written in any case when they are in the foreground", () => {
    const labels = made();
    expect(frame(labels, ["a", "b", "c", "d", "e"], true)).toHaveLength(5);
    expect(labels.owed).toBe(false);
  });

  it("are painted once, and anew in other colours or at another sharpness", () => {
    const labels = made();
    frame(labels, ["a"]);
    labels.paint({ ink: "black", paper: "white" });
    frame(labels, ["a"]);
    expect(painted).toEqual(["a black"]);
    labels.paint({ ink: "white", paper: "black" });
    frame(labels, ["a"]);
    vi.stubGlobal("window", { devicePixelRatio: 2 });
    frame(labels, ["a"]);
    expect(painted).toEqual(["a black", "a white", "a white"]);
  });
});
