/** The canvas, whose code (sigma, graphology) is loaded when one is first shown. */
import type { ComponentType, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { words } from "../lib/words";
import type { CanvasProps } from "./Canvas";
import { warmWebgl } from "./warm";

const say = words({
  loading: ["Loading the canvas …", "図を読み込み中…"],
  failed: [
    "The canvas could not be loaded. Map and lists show the same network.",
    "図を読み込めませんでした。地図と一覧は同じ内容を示します。",
  ],
});

let found: ComponentType<CanvasProps> | undefined;

export function LazyCanvas(props: CanvasProps): JSX.Element {
  const [failed, setFailed] = useState(false);
  const [, redraw] = useState(0);
  useEffect(() => {
    if (found) return;
    Promise.all([import("./Canvas"), warmWebgl()]).then(
      ([m]) => {
        found = m.default;
        redraw((n) => n + 1);
      },
      () => setFailed(true),
    );
  }, []);
  const Found = found;
  if (Found) return <Found {...props} />;
  return <div class="skeleton">{say(failed ? "failed" : "loading")}</div>;
}
