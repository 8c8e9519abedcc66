import { describe, expect, it } from "vitest";
import { breather, nextTask } from "./task";

describe("nextTask", () => {
  it("comes after everything that waits already", async () => {
    const order: string[] = [];
    const task = nextTask().then(() => order.push("task"));
    void Promise.resolve().then(() => order.push("microtask"));
    await task;
    expect(order).toEqual(["microtask", "task"]);
  });
});

describe("breather", () => {
  it("waits only when the work of the present task is long, counted anew after each wait", async () => {
    let clock = 0;
    let others = 0;
    const breathe = breather(() => clock);
    const tick = (): void => {
      others++;
      if (others < 3) void nextTask().then(tick);
    };
    void nextTask().then(tick);
    clock = 5;
    await breathe();
    expect(others).toBe(0);
    clock = 20;
    await breathe();
    expect(others).toBe(1);
    clock = 25;
    await breathe();
    expect(others).toBe(1);
  });
});
