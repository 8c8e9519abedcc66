/** A modal dialog: the browser's own, with its focus and Escape. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../lib/words";

const say = words({ close: ["Close", "閉じる"] });

export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren }): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    ref.current?.showModal();
    return () => opener?.focus();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby="dialog-title"
      onClose={props.onClose}
      onClick={(e) => e.target === ref.current && ref.current?.close()}
    >
      <div class="head">
        <h2 id="dialog-title">{props.title}</h2>
        <button type="button" class="btn" onClick={() => ref.current?.close()}>
          {say("close")}
        </button>
      </div>
      {props.children}
    </dialog>
  );
}
