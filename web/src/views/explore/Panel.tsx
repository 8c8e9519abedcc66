/** The record of what is selected: names, dates, sources, what an expansion would bring, and where to go on. */
import type { JSX } from "preact";
import { KindMark } from "../../components/Kind";
import { Cite, Footnotes, safeUrl, SourceList } from "../../components/Sources";
import { AnswerStatus } from "../../components/Status";
import { yearOf, decimalYear, sayDate, sortKey } from "../../lib/date";
import { href } from "../../lib/location";
import { ends, far, lineages, type Indexed } from "../../lib/network";
import { useNode } from "../../lib/node";
import { lang } from "../../lib/prefs";
import { common } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { otherLang, otherName, sayValid, sayWhen, whatIs } from "../../lib/say";
import {
  EDGE_KINDS,
  type Count,
  type Counts,
  type EdgeKind,
  type GraphEdge,
  type GraphNode,
  type Network,
  type NodeKind,
} from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import type { Model } from "./model";
import { act, addStart, collapse, expand, hide, pin, unpin } from "./state";

const say = words({
  nothing: ["Nothing selected", "未選択"],
  nothingHelp: [
    "Click a node or a line, a row of the table, or walk the list. Arrow keys go from node to node on the canvas.",
    "点や線、表の行を選ぶか、一覧をたどってください。キャンバス上では矢印キーで移動できます。",
  ],
  names: ["Also", "別名"],
  kana: ["Reading", "読み"],
  valid: ["Holds", "存続"],
  population: ["Population", "人口"],
  populationAt: ["{n} ({date})", "{n}（{date}）"],
  codes: ["Codes", "コード"],
  themes: ["Themes", "分野"],
  successor: ["Merged into", "合併先"],
  note: ["Note", "注"],
  confidence: ["Confidence", "確からしさ"],
  certainty: ["At this date", "この時点"],
  website: ["Web page", "ウェブページ"],
  expandTitle: ["Expand", "展開"],
  more: ["{n} shown", "{n}件表示中"],
  allShown: ["all shown", "すべて表示中"],
  start: ["Start here", "ここを起点に"],
  addStart: ["Add to the start", "起点に加える"],
  path: ["Path from here", "ここからの経路"],
  dossier: ["Dossier", "調書"],
  collapse: ["Collapse what this added", "展開した分を閉じる"],
  pin: ["Pin", "固定"],
  unpin: ["Unpin", "固定解除"],
  hide: ["Take off", "外す"],
  record: ["Record", "レコード"],
  ties: ["Ties and relations shown", "表示中の縁と関係"],
  sourcesN: ["{n} source|{n} sources", "典拠{n}件"],
  signedBy: ["signed by {name}", "{name}が締結"],
  inheritedFrom: ["inherited from {name}", "{name}から承継"],
  kind: ["Kind", "種別"],
  status: ["Status", "状況"],
  signed: ["Signed", "締結"],
  how: ["How", "経緯"],
  bodies: ["Held by", "担い手"],
  role: ["Role", "役割"],
  unknown: ["unknown", "不明"],
  now: ["now", "現在"],
  life: ["Life of the tie", "提携の歩み"],
  close: ["Clear the selection", "選択を解除"],
});

export function Panel({ model }: { model: Model }): JSX.Element {
  const id = model.state.selected;
  const node = id === undefined ? undefined : model.net.byId.get(id);
  const edge = id === undefined ? undefined : (model.net.edgeById.get(id) ?? byTie(model, id));
  if (node) return <NodeRecord key={node.id} node={node} model={model} />;
  if (edge) return <EdgeRecord key={edge.id} edge={edge} model={model} />;
  return (
    <div class="record">
      <h2>{say("nothing")}</h2>
      <p class="small muted">{say("nothingHelp")}</p>
    </div>
  );
}

const byTie = (model: Model, id: string): GraphEdge | undefined =>
  lineages(model.net.edges).find((l) => l.tie === id)?.edge;

function NodeRecord({ node: n, model }: { node: GraphNode; model: Model }): JSX.Element {
  const { state: s, net, shown, places, select } = model;
  const notes = new Footnotes(net.sources);
  const pinned = s.pins.some((p) => p.id === n.id);
  const other = otherName(n);
  return (
    <article class="record">
      <h2>
        <KindMark kind={n.kind} /> <bdi>{n.label}</bdi>{" "}
        {other && (
          <bdi class="other" lang={otherLang()}>
            {other}
          </bdi>
        )}
      </h2>
      <p class="small muted">
        {whatIs(n, places.nameOf)} · <code>{n.id}</code>
        <Cite ids={n.citations} notes={notes} />
      </p>
      <Facts node={n} model={model} />
      <div class="toolbar actions">
        <a class="btn" href={href("/paths", { from: n.id })}>
          {say("path")}
        </a>
        {(n.kind === "prefecture" || n.kind === "municipality") && (
          <a class="btn" href={href(`/prefectures/${n.kind === "prefecture" ? n.id : (n.within ?? "")}`)}>
            {say("dossier")}
          </a>
        )}
        {!s.from.includes(n.id) && (
          <button type="button" class="btn" onClick={() => addStart(s, n.id)}>
            {say("addStart")}
          </button>
        )}
        <a class="btn" href={href("/explore", { from: n.id, sel: n.id })}>
          {say("start")}
        </a>
        <button type="button" class="btn" aria-pressed={pinned} onClick={() => togglePin(model, n.id, pinned)}>
          {say(pinned ? "unpin" : "pin")}
        </button>
        <button type="button" class="btn" onClick={() => hide(s, n.id)}>
          {say("hide")}
        </button>
        {s.expansions.some((x) => x.id === n.id) && (
          <button type="button" class="btn" onClick={() => collapse(s, n.id)}>
            {say("collapse")}
          </button>
        )}
      </div>
      {!s.group && <Expand node={n} model={model} />}
      <h3 class="eyebrow">{say("ties")}</h3>
      <ul class="plain relations">
        {relations(shown.at.get(n.id) ?? []).map((e) => {
          const to = net.byId.get(far(e, n.id));
          return (
            to && (
              <li key={e.id}>
                <button type="button" class="link" onClick={() => select(e.id)}>
                  <KindMark kind={to.kind} /> <bdi>{to.label}</bdi>
                </button>
                <Cite ids={e.citations} notes={notes} />
                <small>{sayRelation(e, n, to)}</small>
              </li>
            )
          );
        })}
      </ul>
      <SourceList notes={notes} />
    </article>
  );
}

/** Pins a node where the canvas shows it now. */
function togglePin(model: Model, id: string, pinned: boolean): void {
  if (pinned) return unpin(model.state, id);
  const canvas = document.querySelector<HTMLElement & { placeOf?: (id: string) => { x: number; y: number } }>(
    ".canvas",
  );
  const at = canvas?.placeOf?.(id) ?? { x: 0, y: 0 };
  pin(model.state, { id, x: at.x, y: at.y });
}

const relations = (edges: readonly GraphEdge[]): GraphEdge[] =>
  [...edges].sort(
    (a, b) =>
      EDGE_KINDS.indexOf(a.kind) - EDGE_KINDS.indexOf(b.kind) ||
      (sortKey(a.signed ?? a.valid?.from) < sortKey(b.signed ?? b.valid?.from) ? -1 : 1),
  );

function sayRelation(e: GraphEdge, n: GraphNode, to: GraphNode): string {
  const what = e.tie_kind ? termOf(e.tie_kind) : e.kind === "member_of" && e.role ? termOf(e.role) : termOf(e.kind);
  const when = e.kind === "located_in" || e.kind === "succeeded_by" ? undefined : sayWhen(e);
  const status = e.status && e.status !== "active" ? termOf(e.status) : undefined;
  const inherited = e.role === "inherited" ? termOf("inherited") : undefined;
  const possible = e.certainty === "possible" ? termOf("possible") : undefined;
  const end = to.kind === "program" || n.kind === "program" ? undefined : when;
  return [what, to.kind === "program" && to.valid ? sayValid(to.valid) : end, inherited, status, possible]
    .filter(Boolean)
    .join(" · ");
}

function Facts({ node: n, model }: { node: GraphNode; model: Model }): JSX.Element {
  const url = safeUrl(n.url);
  const codes = Object.entries(n.codes ?? {}).map(([k, v]) => `${k}:${[v].flat().join(", ")}`);
  return (
    <dl>
      {n.names.kana && lang.value === "ja" && <Fact name={say("kana")} value={n.names.kana} />}
      {n.names.aliases && n.names.aliases.length > 0 && (
        <Fact name={say("names")} value={n.names.aliases.slice(0, 8).join(lang.value === "ja" ? "、" : ", ")} />
      )}
      {n.valid && (n.valid.from || n.valid.to) && <Fact name={say("valid")} value={sayValid(n.valid)} />}
      {n.certainty === "possible" && <Fact name={say("certainty")} value={termOf("possible")} />}
      {n.population && (
        <Fact
          name={say("population")}
          value={
            n.population.date
              ? say("populationAt", { n: number(n.population.count), date: sayDate(n.population.date, lang.value) })
              : number(n.population.count)
          }
        />
      )}
      {n.themes && n.themes.length > 0 && <Fact name={say("themes")} value={n.themes.map(termOf).join(", ")} />}
      {n.successor && (
        <>
          <dt>{say("successor")}</dt>
          <dd>
            {[n.successor.id, ...(n.successor.also ?? [])].map((id) => (
              <Record key={id} id={id} net={model.net} />
            ))}
            {n.successor.date && ` · ${sayDate(n.successor.date, lang.value)}`}
          </dd>
        </>
      )}
      {codes.length > 0 && <Fact name={say("codes")} value={codes.join(" · ")} />}
      {n.confidence && n.confidence !== "high" && <Fact name={say("confidence")} value={termOf(n.confidence)} />}
      {n.note && <Fact name={say("note")} value={n.note} />}
      {url && (
        <>
          <dt>{say("website")}</dt>
          <dd>
            <a href={url} target="_blank" rel="noreferrer">
              {new URL(url).host}
            </a>
          </dd>
        </>
      )}
      <dt>{say("record")}</dt>
      <dd>
        <a href={`/api/v1/nodes/${encodeURIComponent(n.id)}`} target="_blank" rel="noreferrer">
          JSON
        </a>
      </dd>
    </dl>
  );
}

function Record({ id, net }: { id: string; net: Indexed }): JSX.Element {
  return (
    <a href={href("/explore", { from: id, sel: id })}>
      <bdi>{useNode(id, net)?.label ?? id}</bdi>
    </a>
  );
}

function Fact({ name, value }: { name: string; value: string }): JSX.Element {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}

interface Offer {
  edgeKind: EdgeKind;
  nodeKind: NodeKind;
  count: number;
}

/** Counts of both directions together: a click brings either. */
export function offers(counts: readonly Count[]): Offer[] {
  const out = new Map<string, Offer>();
  for (const c of counts) {
    const key = `${c.edge_kind}:${c.node_kind}`;
    const was = out.get(key)?.count ?? 0;
    out.set(key, { edgeKind: c.edge_kind, nodeKind: c.node_kind, count: was + c.count });
  }
  return [...out.values()].sort((a, b) => EDGE_KINDS.indexOf(a.edgeKind) - EDGE_KINDS.indexOf(b.edgeKind));
}

function Expand({ node: n, model }: { node: GraphNode; model: Model }): JSX.Element {
  const { state: s, net } = model;
  const counts = useApi<Counts>({ path: `/nodes/${n.id}/counts`, params: common() });
  const here = (o: Offer): number =>
    new Set(
      (net.at.get(n.id) ?? [])
        .filter((e) => e.kind === o.edgeKind && net.byId.get(far(e, n.id))?.kind === o.nodeKind)
        .map((e) => far(e, n.id)),
    ).size;
  return (
    <section>
      <h3 class="eyebrow">{say("expandTitle")}</h3>
      <AnswerStatus of={counts} />
      <ul class="plain expand">
        {offers(counts.data?.counts ?? []).map((o) => {
          const have = here(o);
          const left = Math.max(0, o.count - have);
          return (
            <li key={o.edgeKind + o.nodeKind}>
              <button
                type="button"
                class="offer"
                disabled={left === 0}
                onClick={() => expand(s, { id: n.id, edgeKind: o.edgeKind, nodeKind: o.nodeKind }, have)}
              >
                <KindMark kind={o.nodeKind} />
                <span>
                  {termOf(o.edgeKind)}, {termOf(o.nodeKind)}
                </span>
                <b class="num">{left > 0 ? `+${number(left)}` : say("allShown")}</b>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function EdgeRecord({ edge: e, model }: { edge: GraphEdge; model: Model }): JSX.Element {
  const { net, select } = model;
  const [a, b] = ends(e, net.byId);
  // The whole life of the tie, also what lies outside the date: one small question to the far end.
  const whole = useApi<Network>(
    e.kind === "sister_of" && b
      ? { path: "/graph", params: { from: b.id, depth: 1, edge_kind: "sister_of", time: "any", lang: lang.value } }
      : undefined,
  );
  const held = whole.data?.edges.filter((x) => x.tie !== undefined && x.tie === e.tie) ?? [];
  const line = lineages(held.length > 0 ? held : [e])[0];
  const byId = new Map([...net.byId, ...(whole.data?.nodes ?? []).map((n): [string, GraphNode] => [n.id, n])]);
  const notes = new Footnotes(new Map([...net.sources, ...(whole.data?.sources ?? []).map((x) => [x.id, x] as const)]));
  (line?.edges ?? [e]).flatMap((x) => x.citations ?? []).forEach((c) => notes.number(c));
  const nameOf = (id: string): string => byId.get(id)?.label ?? id;
  return (
    <article class="record">
      <h2>
        <bdi>{a?.label ?? e.source}</bdi> – <bdi>{b?.label ?? e.target}</bdi>
        <Cite ids={e.citations} notes={notes} />
      </h2>
      <p class="small muted">
        {termOf(e.kind)} · <code>{e.tie ?? e.id}</code>
      </p>
      {line && e.kind === "sister_of" && <Life edges={line.edges} nameOf={nameOf} byId={byId} />}
      <dl>
        {e.tie_kind && <Fact name={say("kind")} value={termOf(e.tie_kind)} />}
        {e.kind === "sister_of" && (
          <Fact name={say("signed")} value={e.signed ? sayDate(e.signed, lang.value) : say("unknown")} />
        )}
        {e.kind !== "sister_of" && e.role && <Fact name={say("role")} value={termOf(e.role)} />}
        {e.kind !== "sister_of" && <Fact name={say("valid")} value={sayValid(e.valid)} />}
        {e.status && <Fact name={say("status")} value={termOf(e.status)} />}
        {e.certainty === "possible" && <Fact name={say("certainty")} value={termOf("possible")} />}
        {e.confidence && <Fact name={say("confidence")} value={termOf(e.confidence)} />}
        {e.note && <Fact name={say("note")} value={e.note} />}
        <dt>{say("record")}</dt>
        <dd>
          <a href={`/api/v1/edges/${encodeURIComponent(e.id)}`} target="_blank" rel="noreferrer">
            JSON
          </a>
        </dd>
      </dl>
      <div class="toolbar actions">
        {[a, b].map(
          (n) =>
            n && (
              <button type="button" class="btn" key={n.id} onClick={() => select(n.id)}>
                <KindMark kind={n.kind} /> <bdi>{n.label}</bdi>
              </button>
            ),
        )}
      </div>
      <SourceList notes={notes} />
      <p>
        <button type="button" class="link small" onClick={() => act({ sel: null })}>
          {say("close")}
        </button>
      </p>
    </article>
  );
}

/** Who held the tie when: one bar from signing to the end or today, parted at the mergers. */
function Life(props: {
  edges: readonly GraphEdge[];
  nameOf: (id: string) => string;
  byId: ReadonlyMap<string, GraphNode>;
}): JSX.Element | null {
  const { edges, nameOf, byId } = props;
  const thisYear = new Date().getFullYear() + 1;
  const starts = edges.flatMap((e) => (e.valid?.from ? [decimalYear(e.valid.from)] : []));
  if (starts.length === 0) return null;
  const first = Math.min(...starts);
  const last = Math.max(thisYear, first + 1);
  const percent = (year: number): number => ((year - first) / (last - first)) * 100;
  return (
    <figure class="life">
      <figcaption class="visually-hidden">{say("life")}</figcaption>
      <div class="life-bar">
        <span class="num small">{yearOf(edges.find((e) => e.valid?.from)?.valid?.from)}</span>
        <div class="track" aria-hidden="true">
          {edges.map((e) => {
            const from = e.valid?.from ? decimalYear(e.valid.from) : first;
            const to = e.valid?.to ? decimalYear(e.valid.to) + (e.valid.to.length === 4 ? 1 : 0) : last;
            return (
              <i
                key={e.id}
                class={e.role === "inherited" ? "inherited" : "original"}
                style={{ left: `${percent(from)}%`, width: `${Math.max(0.8, percent(to) - percent(from))}%` }}
              />
            );
          })}
        </div>
        <span class="small">{edges.some((e) => !e.valid?.to) ? say("now") : ""}</span>
      </div>
      <ol class="plain small">
        {edges.map((e) => {
          const [body] = ends(e, byId);
          return (
            <li key={e.id}>
              <span class={`swatch ${e.role === "inherited" ? "inherited" : "original"}`} aria-hidden="true" />{" "}
              <bdi>{body?.label ?? nameOf(e.source)}</bdi> {termOf(e.role)} · {sayValid(e.valid)}
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
