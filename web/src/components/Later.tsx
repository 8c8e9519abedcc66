/**
 * A part of a view that comes some frames after the rest: what is seen first stands first, and a long page is laid out
 * in several short tasks, between which it answers. Once there, it changes together with the rest.
 */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { nextFrame } from "../lib/task";

export function Later({ after = 1, children }: { after?: number; children: ComponentChildren }): JSX.Element | null {
  const [left, setLeft] = useState(after);
  useEffect(() => {
    if (left === 0) return;
    let live = true;
    void nextFrame().then(() => live && setLeft(left - 1));
    return () => {
      live = false;
    };
  }, [left]);
  return left === 0 ? <>{children}</> : null;
}
