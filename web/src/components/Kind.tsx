import type { ComponentChildren, JSX } from "preact";
import type { NodeKind } from "../lib/types";

/** One shape for each kind, so that colour never stands alone; drawn in a box of 12. */
export const SHAPES: Record<NodeKind, string> = {
  prefecture: "M1 1H11V11H1Z",
  municipality: "M6 .8A5.2 5.2 0 1 1 5.99 .8Z",
  partner: "M6 0 12 6 6 12 0 6Z",
  organization: "M6 .8 11.8 11H.2Z",
  program: "M3 1H9L12 6 9 11H3L0 6Z",
};

export function KindMark({ kind }: { kind: NodeKind }): JSX.Element {
  return (
    <svg class={`kind-mark k-${kind}`} viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[kind]} />
    </svg>
  );
}

export function KindLabel({ kind, children }: { kind: NodeKind; children: ComponentChildren }): JSX.Element {
  return (
    <span class="kind-label">
      <KindMark kind={kind} /> {children}
    </span>
  );
}
