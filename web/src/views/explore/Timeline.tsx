/** The same network in time: one bar per tie from signing to end, parted where a merger handed it on. */
import { scaleLinear } from "d3-scale";
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { decimalYear, sortKey } from "../../lib/date";
import { ends, lineages } from "../../lib/network";
import { sayWhen } from "../../lib/say";
import type { GraphEdge } from "../../lib/types";
import { words } from "../../lib/words";
import type { Model } from "./model";

const say = words({
  undated: ["Undated ({n})", "日付不明（{n}）"],
  none: ["No dated ties or memberships are shown.", "日付のある縁・所属は表示されていません。"],
  more: ["Show all {n}", "{n}件すべて表示"],
  list: ["Timeline", "年表"],
  original: ["held by who signed", "締結した団体"],
  inherited: ["by an heir", "承継した団体"],
  relation: ["other relations", "その他の関係"],
});

/** How a bar is drawn, by whose it is. */
const LOOKS = ["original", "inherited", "relation"] as const;
const lookOf = (e: GraphEdge): (typeof LOOKS)[number] =>
  e.kind !== "sister_of" ? "relation" : e.role === "inherited" ? "inherited" : "original";

interface Bar {
  id: string;
  label: string;
  when: string;
  edges: readonly GraphEdge[];
  from: number | undefined;
}

const PAGE = 120;

export function Timeline({ model }: { model: Model }): JSX.Element {
  const { shown, selection, select } = model;
  const [all, setAll] = useState(false);
  const bars = useMemo(() => barsOf(model), [shown]);
  const dated = bars.filter((b) => b.from !== undefined);
  const undated = bars.filter((b) => b.from === undefined);
  if (bars.length === 0) return <p class="muted small">{say("none")}</p>;
  const first = Math.floor(Math.min(...dated.map((b) => b.from ?? Infinity), 1990) / 10) * 10;
  const last = new Date().getFullYear() + 1;
  const x = scaleLinear([first, last], [0, 100]);
  const on = (b: Bar): boolean =>
    b.edges.some((e) => selection.has(e.id) || selection.has(e.source) || selection.has(e.target));
  const looks = new Set(dated.flatMap((b) => b.edges.map(lookOf)));
  return (
    <div class="timeline">
      <ul class="legend key">
        {LOOKS.filter((l) => looks.has(l)).map((l) => (
          <li key={l}>
            <span class={`swatch ${l}`} aria-hidden="true" /> {say(l)}
          </li>
        ))}
      </ul>
      <div class="axis" aria-hidden="true">
        {x.ticks(8).map((y) => (
          <span key={y} class="num" style={{ left: `${x(y)}%` }}>
            {y}
          </span>
        ))}
      </div>
      <ul class="plain" aria-label={say("list")}>
        {(all ? dated : dated.slice(0, PAGE)).map((b) => (
          <li key={b.id}>
            <button type="button" class={on(b) ? "row hit" : "row"} onClick={() => select(b.edges.at(-1)?.id ?? b.id)}>
              <span class="name">
                <bdi>{b.label}</bdi> <small class="num">{b.when}</small>
              </span>
              <span class="track" aria-hidden="true">
                {b.edges.map((e) => {
                  const from = e.valid?.from ? decimalYear(e.valid.from) : (b.from ?? first);
                  const to = e.valid?.to ? decimalYear(e.valid.to) + (e.valid.to.length === 4 ? 1 : 0) : last;
                  return (
                    <i
                      key={e.id}
                      class={`${lookOf(e)}${e.certainty === "possible" ? " possible" : ""}`}
                      style={{ left: `${x(from)}%`, width: `${Math.max(0.4, x(to) - x(from))}%` }}
                    />
                  );
                })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {!all && dated.length > PAGE && (
        <button type="button" class="btn" onClick={() => setAll(true)}>
          {say("more", { n: dated.length })}
        </button>
      )}
      {undated.length > 0 && (
        <details>
          <summary>{say("undated", { n: undated.length })}</summary>
          <ul class="plain">
            {undated.map((b) => (
              <li key={b.id}>
                <button type="button" class="link small" onClick={() => select(b.id)}>
                  <bdi>{b.label}</bdi>
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function barsOf({ shown }: Model): Bar[] {
  const label = (e: GraphEdge): string => {
    const [a, b] = ends(e, shown.byId);
    return `${a?.label ?? e.source} – ${b?.label ?? e.target}`;
  };
  const start = (edges: readonly GraphEdge[]): string | undefined =>
    edges.map((e) => e.signed ?? e.valid?.from).find((d) => d !== undefined);
  const bar = (id: string, edges: readonly GraphEdge[], e: GraphEdge): Bar => {
    const from = start(edges);
    return { id, label: label(e), when: sayWhen(e), edges, from: from === undefined ? undefined : decimalYear(from) };
  };
  const ties = lineages(shown.edges).map((l) => bar(l.edge.id, l.edges, l.edge));
  const others = shown.edges.filter((e) => e.kind === "member_of").map((e) => bar(e.id, [e], e));
  return [...ties, ...others].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const key = (b: Bar): string => sortKey(b.edges[0]?.signed ?? b.edges[0]?.valid?.from) + b.label;
