/** The same network as rows: sorted at will, selected together with the pictures. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { KindMark } from "../../components/Kind";
import { sayDate, sortKey } from "../../lib/date";
import { csv, download, fileName } from "../../lib/download";
import { ends } from "../../lib/network";
import type { Places } from "../../lib/places";
import { lang } from "../../lib/prefs";
import { bare, sayValid } from "../../lib/say";
import type { GraphEdge, GraphNode } from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import type { Model } from "./model";
import { COLUMNS, turn, type Column } from "./state";

const say = words({
  caption: ["Ties and relations shown, {n} row|Ties and relations shown, {n} rows", "表示中の縁と関係 {n}行"],
  from: ["From", "こちら"],
  to: ["To", "相手"],
  kind: ["Kind", "種別"],
  since: ["Signed or since", "締結・開始"],
  how: ["How", "経緯"],
  status: ["Status", "状況"],
  sources: ["Sources", "典拠"],
  confidence: ["Confidence", "確からしさ"],
  more: ["Show {n} more", "さらに{n}行"],
  csv: ["This table for Excel (CSV)", "この表を Excel 用に保存（CSV）"],
  none: [
    "No lines are shown. Loosen the filters, or expand a node.",
    "表示中の線がありません。絞り込みを緩めるか、点を展開してください。",
  ],
});

interface Row {
  edge: GraphEdge;
  a: GraphNode | undefined;
  b: GraphNode | undefined;
}

const kindOf = (e: GraphEdge): string => termOf(e.tie_kind ?? e.kind);
const since = (e: GraphEdge): string | undefined => e.signed ?? e.valid?.from;
const RANK: Record<string, number> = { low: 0, medium: 1, high: 2 };

const KEYS: Record<Column, (r: Row) => string | number> = {
  from: (r) => r.a?.label ?? "",
  to: (r) => r.b?.label ?? "",
  kind: (r) => kindOf(r.edge),
  since: (r) => sortKey(since(r.edge)),
  how: (r) => r.edge.role ?? "",
  status: (r) => r.edge.status ?? "",
  sources: (r) => -(r.edge.citations?.length ?? 0),
  confidence: (r) => -(RANK[r.edge.confidence ?? "medium"] ?? 1),
};

const PAGE = 200;

export function Table({ model }: { model: Model }): JSX.Element {
  const { shown, selection, select } = model;
  const { sort } = model.state;
  const [limit, setLimit] = useState(PAGE);
  const rows = useMemo(() => sorted(shown.edges, shown.byId, sort), [shown, sort.by, sort.down, lang.value]);
  const box = useRef<HTMLTableElement>(null);
  useEffect(() => {
    box.current?.querySelector('tr[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [model.state.selected]);
  if (rows.length === 0) return <p class="muted small">{say("none")}</p>;
  return (
    <>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={say("caption", { n: rows.length })}>
        <table class="grid-table links" ref={box}>
          <caption class="visually-hidden">{say("caption", { n: rows.length })}</caption>
          <thead>
            <tr>
              {COLUMNS.map((c) => (
                <th
                  key={c}
                  scope="col"
                  class={c === "sources" ? "n" : ""}
                  aria-sort={sort.by === c ? (sort.down ? "descending" : "ascending") : "none"}
                >
                  <button
                    type="button"
                    class="sort"
                    onClick={() => turn({ sort: sort.by === c && !sort.down ? `-${c}` : c })}
                  >
                    {say(c)}
                    <span aria-hidden="true">{sort.by === c ? (sort.down ? " ↓" : " ↑") : ""}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((r) => (
              <RowView
                key={r.edge.id}
                row={r}
                model={model}
                on={isOn(r, selection)}
                select={select}
                selected={model.state.selected}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="toolbar table-foot">
        {rows.length > limit && (
          <button type="button" class="btn" onClick={() => setLimit(limit + PAGE)}>
            {say("more", { n: Math.min(PAGE, rows.length - limit) })}
          </button>
        )}
        <button type="button" class="link small" onClick={() => save(rows)}>
          {say("csv")}
        </button>
      </p>
    </>
  );
}

const isOn = (r: Row, selection: ReadonlySet<string>): boolean =>
  selection.has(r.edge.id) || selection.has(r.edge.source) || selection.has(r.edge.target);

function sorted(
  edges: readonly GraphEdge[],
  byId: ReadonlyMap<string, GraphNode>,
  sort: { by: Column; down: boolean },
): Row[] {
  const key = KEYS[sort.by];
  const collator = new Intl.Collator(lang.value);
  const rows = edges.map((edge): Row => {
    const [a, b] = ends(edge, byId);
    return { edge, a, b };
  });
  const compare = (x: Row, y: Row): number => {
    const [kx, ky] = [key(x), key(y)];
    return typeof kx === "number" ? kx - Number(ky) : collator.compare(kx, String(ky));
  };
  return rows.sort((x, y) => (sort.down ? -1 : 1) * compare(x, y) || (x.edge.id < y.edge.id ? -1 : 1));
}

function RowView(props: {
  row: Row;
  model: Model;
  on: boolean;
  selected: string | undefined;
  select: (id: string) => void;
}): JSX.Element {
  const { edge: e, a, b } = props.row;
  const weight = props.model.weight?.get(e.id) ?? 1;
  const name = (n: GraphNode | undefined): JSX.Element | null =>
    n ? (
      <button type="button" class="cell" onClick={(ev) => (ev.stopPropagation(), props.select(n.id))}>
        <KindMark kind={n.kind} /> <bdi>{n.label}</bdi>
        <State of={n} places={props.model.places} />
      </button>
    ) : null;
  const from = since(e);
  return (
    <tr class={props.on ? "hit" : ""} aria-selected={props.selected === e.id} onClick={() => props.select(e.id)}>
      <td>{name(a)}</td>
      <td>{name(b)}</td>
      <td>
        <button type="button" class="cell" onClick={(ev) => (ev.stopPropagation(), props.select(e.id))}>
          {kindOf(e)}
          {weight > 1 && ` × ${number(weight)}`}
        </button>
      </td>
      <td class="num">{from ? sayDate(from, lang.value) : "–"}</td>
      <td>{termOf(e.role)}</td>
      <td>{termOf(e.status)}</td>
      <td class="n">{number(e.citations?.length ?? 0)}</td>
      <td>{termOf(e.confidence)}</td>
    </tr>
  );
}

/** Where a partner lies, unless its name says so. */
function State({ of: n, places }: { of: GraphNode; places: Places }): JSX.Element | null {
  const state = n.kind === "partner" ? places.nameOf(n.within) : undefined;
  return state === undefined || n.label.includes(state) ? null : <small class="muted"> {bare(state)}</small>;
}

function save(rows: readonly Row[]): void {
  const head = [...COLUMNS.map((c) => say(c)), "valid", "tie", "id"];
  const body = rows.map(({ edge: e, a, b }) => [
    a?.label,
    b?.label,
    kindOf(e),
    since(e),
    termOf(e.role),
    termOf(e.status),
    e.citations?.length ?? 0,
    termOf(e.confidence),
    sayValid(e.valid),
    e.tie,
    e.id,
  ]);
  download(fileName(["table"], "csv"), csv([head, ...body]), "text/csv");
}
