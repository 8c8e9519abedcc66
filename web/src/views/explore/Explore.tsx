/** Canvas, map, table, timeline and walkable list of one network, linked; the address holds the whole question. */
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useRef } from "preact/hooks";
import type { Drawing, Pin } from "../../canvas/Canvas";
import { LazyCanvas } from "../../canvas/LazyCanvas";
import { KindMark } from "../../components/Kind";
import { pictured, type Picture } from "../../components/picture";
import { Later } from "../../components/Later";
import { NotThen } from "../../components/NotThen";
import { announce } from "../../components/Live";
import { Search } from "../../components/Search";
import { Share } from "../../components/Share";
import { AnswerStatus, CutNote } from "../../components/Status";
import { useAll } from "../../lib/all";
import { href, location, navigate } from "../../lib/location";
import { grouped, index, joined, lineages, only, tieCount, unite, visible, type Indexed } from "../../lib/network";
import { canvasSVG, standalone } from "../../lib/picture";
import { useNode } from "../../lib/node";
import { usePlaces, type Places } from "../../lib/places";
import { lang, token } from "../../lib/prefs";
import { common } from "../../lib/question";
import type { GraphNode, Network, NodeKind } from "../../lib/types";
import { number, words } from "../../lib/words";
import { TieMap } from "../../map/TieMap";
import { requestsBehind } from "./behind";
import { Filters } from "./Filters";
import type { Model } from "./model";
import { Panel } from "./Panel";
import {
  act,
  canRedo,
  canUndo,
  collapse,
  look,
  LOOSE,
  PANES,
  parseState,
  pictureName,
  pin,
  redo,
  requests,
  TABS,
  turn,
  undo,
  type ExploreState,
} from "./state";
import { Table } from "./Table";
import { Timeline } from "./Timeline";
import { Walk } from "./Walk";
import "./explore.css";

const say = words({
  title: ["Explore", "探索"],
  whole: ["The whole network", "ネットワーク全体"],
  partners: ["Partners of {name}", "{name}の相手"],
  steps: ["{name}, {n} step|{name}, {n} steps", "{name}から{n}段"],
  shown: [
    "{nodes} of {allNodes} nodes, {edges} of {allEdges} lines shown",
    "点{allNodes}中{nodes}、線{allEdges}中{edges}を表示",
  ],
  ties: ["{n} tie|{n} ties", "提携{n}件"],
  undated: ["{n} undated left out", "日付不明{n}件は除外"],
  possible: ["{n} possible", "可能性あり{n}件"],
  undo: ["Undo", "元に戻す"],
  redo: ["Redo", "やり直す"],
  collapse: ["Collapse last", "直前の展開を閉じる"],
  canvas: ["Canvas", "ネットワーク図"],
  map: ["Map", "地図"],
  table: ["Table", "表"],
  timeline: ["Timeline", "年表"],
  walk: ["List to walk", "たどる一覧"],
  filters: ["Filters", "絞り込み"],
  details: ["Details", "詳細"],
  picture: ["Picture", "図"],
  lists: ["Lists", "一覧"],
  panes: ["Part of the view", "表示部分"],
  pictures: ["Pictures", "図の種類"],
  tabs: ["Lists of the same network", "同じ内容の一覧"],
  emptyTitle: ["Where to start?", "どこから始めますか"],
  empty: [
    "Search for a place, an organization or a program, or take one of these.",
    "地名・団体・事業を検索するか、次から選んでください。",
  ],
  add: ["Add to the start …", "起点に追加…"],
  all: ["The whole network at this date", "この時点のネットワーク全体"],
  nothing: ["Nothing holds at this date", "この時点では何も有効ではありません"],
  nothingHelp: [
    "Move the date, include what is undated, or loosen the filters.",
    "時点を動かすか、日付不明を含めるか、絞り込みを緩めてください。",
  ],
  rollup: ["See the totals by prefecture and state instead", "都道府県×州の集計を見る"],
  reset: ["Loosen all filters", "絞り込みを解除"],
  announce: ["{nodes} nodes, {edges} lines shown", "点{nodes}、線{edges}を表示"],
});

export default function Explore(): JSX.Element {
  const s = parseState(location.value.params);
  const asked = requests(s, common());
  if (asked.length === 0) return <Start s={s} />;
  return <Asked s={s} />;
}

function Start({ s }: { s: ExploreState }): JSX.Element {
  const examples: [string, string, NodeKind][] = [
    ["jp-22", lang.value === "ja" ? "静岡県" : "Shizuoka", "prefecture"],
    ["jp-04100", lang.value === "ja" ? "仙台市" : "Sendai", "municipality"],
    ["us-ca", lang.value === "ja" ? "カリフォルニア州" : "California", "partner"],
    ["us-mi", lang.value === "ja" ? "ミシガン州" : "Michigan", "partner"],
  ];
  return (
    <div class="empty-state explore-start">
      <h1>{say("emptyTitle")}</h1>
      <p>{say("empty")}</p>
      <Search onPick={(n) => navigate(href("/explore", { from: n.id, sel: n.id }))} />
      <ul class="plain toolbar">
        {examples.map(([id, name, kind]) => (
          <li key={id}>
            <a class="chip" href={href("/explore", { from: id, sel: id })}>
              <KindMark kind={kind} />
              &nbsp;{name}
            </a>
          </li>
        ))}
        <li>
          <a class="chip" href={href("/explore", { base: "whole", edge_kind: "sister_of", tab: s.tab })}>
            {say("all")}
          </a>
        </li>
      </ul>
    </div>
  );
}

/** The list before, as long as it holds the same things. */
function useSame<T>(list: readonly T[]): readonly T[] {
  const kept = useRef(list);
  if (list.length !== kept.current.length || list.some((x, i) => x !== kept.current[i])) kept.current = list;
  return kept.current;
}

/** The network of a state, which step of the question brought each node, and the name of the picture it belongs to. */
function useNetwork(s: ExploreState): {
  net: Indexed | undefined;
  base: Network | undefined;
  stage: Map<string, number>;
  picture: string;
  status: ReturnType<typeof useAll>["status"];
} {
  const { data, status } = useAll<Network>(requests(s, common()));
  // Until the new base is there the old one stays, under its own name: places of one picture never become another's.
  const last = useRef<{ base: Network; picture: string } | undefined>(undefined);
  if (data[0]) last.current = { base: data[0], picture: pictureName(s) };
  const base = last.current?.base;
  // One step after the other, whichever answer comes first, so that the same question is laid out the same way.
  const gap = status.loading ? data.findIndex((d, i) => i > 0 && d === undefined) : -1;
  const answers = useSame([base, ...data.slice(1, gap < 0 ? data.length : gap)]);
  const made = useMemo(() => {
    if (!base) return undefined;
    const parts = answers.map((d, i) => {
      const x = s.expansions[i - 1];
      if (d && i === 0) return s.base === "partners" ? joined(d, s.from) : d;
      return d && x ? only(d, x.id, x.edgeKind, x.nodeKind) : undefined;
    });
    const stage = new Map<string, number>();
    parts.forEach((p, i) => p?.nodes.forEach((n) => stage.has(n.id) || stage.set(n.id, i)));
    return { net: unite(parts.filter((p) => p !== undefined)), stage };
  }, [answers, location.value.params.get("x")]);
  return { net: made?.net, base, stage: made?.stage ?? new Map(), picture: last.current?.picture ?? "", status };
}

function Asked({ s }: { s: ExploreState }): JSX.Element {
  const places = usePlaces();
  const { net, base, stage, picture: name, status } = useNetwork(s);
  const drawing = useRef<Drawing | undefined>(undefined);
  const mapBox = useRef<HTMLDivElement>(null);
  const select = useCallback((id: string | undefined) => turn({ sel: id ?? null }), []);
  const filterKey = [s.nodeKinds, s.edgeKinds, s.confidence, ...Object.values(s.facets), s.hidden, s.from].join("|");
  const all = net ?? EMPTY;
  const plain = useMemo(
    () =>
      visible(
        all,
        {
          nodeKinds: s.nodeKinds,
          edgeKinds: s.edgeKinds,
          confidence: s.confidence,
          facets: s.facets,
          hidden: new Set(s.hidden),
        },
        new Set(s.from),
      ),
    [all, filterKey],
  );
  const folded = useMemo(
    () => (s.group ? grouped(plain, places.nameOf) : undefined),
    [plain, s.group, places.prefectures.length],
  );
  const shown = folded?.net ?? plain;
  const selection = useMemo(() => selectionOf(s.selected, shown), [s.selected, shown]);
  const title = titleOf(s, all, places);
  const model: Model = {
    state: s,
    net: s.group ? shown : all,
    shown,
    weight: folded?.weight,
    places,
    selection,
    select,
  };
  useKeys(s);
  useEffect(() => {
    if (net) announce(say("announce", { nodes: shown.nodes.length, edges: shown.edges.length }));
  }, [shown]);
  const picture = (): Picture | undefined => pictureOf(s, title, shown, base, drawing.current, mapBox.current);
  return (
    <div class="explore" data-pane={s.pane}>
      <h1 class="visually-hidden">
        {say("title")}: {title}
      </h1>
      <nav class="panes" aria-label={say("panes")}>
        {PANES.map((p) => (
          <button
            type="button"
            key={p}
            aria-pressed={p === s.pane}
            onClick={() => turn({ pane: p === "picture" ? null : p })}
          >
            {say(p)}
          </button>
        ))}
      </nav>
      <aside class="side left" aria-label={say("filters")}>
        <Search
          onPick={(n) => act({ from: [...new Set([...s.from, n.id])].join(","), base: null, sel: n.id })}
          placeholder={say("add")}
          label={say("add")}
        />
        {net && (
          <Later after={2}>
            <Filters model={model} />
          </Later>
        )}
      </aside>
      <section class="centre" aria-label={say("picture")}>
        <Bar s={s} title={title} model={model} plain={plain} base={base} full={all} picture={picture} />
        <AnswerStatus of={{ ...status, data: net }} />
        {all.nodes
          .filter((n) => n.certainty === "out" && s.from.includes(n.id))
          .map((n) => (
            <Gone key={n.id} node={n} net={all} />
          ))}
        {base && (
          <CutNote meta={base.meta}>
            <a href={href("/matrix")}>{say("rollup")}</a>
          </CutNote>
        )}
        <div class={status.loading && net ? "picture stale" : "picture"} ref={mapBox}>
          {!net ? (
            <div class="skeleton" />
          ) : shown.nodes.length === 0 ? (
            <Nothing filtered={all.nodes.length > 0} />
          ) : s.picture === "map" ? (
            <TieMap
              single
              nodes={shown.nodes}
              edges={shown.edges}
              selected={s.selected ? selection : undefined}
              onSelect={select}
              look={s.look}
              onLook={look}
            />
          ) : (
            <LazyCanvas
              net={shown}
              awaiting={status.loading}
              rules={s}
              weight={folded?.weight}
              stage={stage}
              picture={name}
              pins={s.pins}
              selected={s.selected}
              onSelect={select}
              onPin={(p: Pin) => pin(parseState(location.value.params), p)}
              onOpen={(id) => turn({ sel: id, pane: "details" })}
              onReady={(d) => (drawing.current = d)}
              look={s.look}
              onLook={look}
            />
          )}
        </div>
        {net && (
          <Later>
            <Lists model={model} />
          </Later>
        )}
      </section>
      <aside class="side right" aria-label={say("details")}>
        <Panel model={model} />
      </aside>
    </div>
  );
}

const EMPTY = index([], []);

function selectionOf(id: string | undefined, net: Indexed): Set<string> {
  if (id === undefined) return new Set();
  const tie = net.edgeById.get(id)?.tie;
  const held = tie ? (lineages(net.edges.filter((e) => e.tie === tie))[0]?.edges ?? []) : [];
  return new Set([id, ...held.map((e) => e.id)]);
}

function titleOf(s: ExploreState, net: Indexed, places: Places): string {
  const nameOf = (id: string): string => net.byId.get(id)?.label ?? places.nameOf(id) ?? id;
  if (s.from.length === 0) {
    const where = [s.prefectures, s.states].map((ids) => ids.map(nameOf).join(", ")).filter(Boolean);
    return where.join(" – ") || say("whole");
  }
  const names = s.from.map(nameOf);
  const name = names.length > 3 ? `${names.slice(0, 3).join(", ")} …` : names.join(lang.value === "ja" ? "、" : ", ");
  return s.base === "partners" ? say("partners", { name }) : say("steps", { name, n: s.depth });
}

function Bar(props: {
  s: ExploreState;
  title: string;
  model: Model;
  /** What is shown, before it is grouped. */
  plain: Indexed;
  full: Indexed;
  base: Network | undefined;
  picture: () => Picture | undefined;
}): JSX.Element {
  const { s, title, model, plain, base, full, picture } = props;
  const undated = base?.meta.undated ?? 0;
  const possible = base?.meta.possible ?? 0;
  return (
    <header class="bar">
      <div class="what">
        <strong>
          <bdi>{title}</bdi>
        </strong>
        <span class="muted small num">
          {say("shown", {
            nodes: model.shown.nodes.length,
            allNodes: full.nodes.length,
            edges: model.shown.edges.length,
            allEdges: full.edges.length,
          })}
          {` · ${say("ties", { n: tieCount(plain.edges) })}`}
          {possible > 0 && ` · ${say("possible", { n: possible })}`}
          {undated > 0 && (
            <>
              {" · "}
              <button type="button" class="link small" onClick={() => act({ undated: "include" })}>
                {say("undated", { n: undated })}
              </button>
            </>
          )}
        </span>
      </div>
      <div class="toolbar no-print">
        <div class="segmented" role="group" aria-label={say("pictures")}>
          {(["canvas", "map"] as const).map((p) => (
            <button
              type="button"
              class="btn"
              key={p}
              aria-pressed={s.picture === p}
              onClick={() => turn({ picture: p === "canvas" ? null : p, look: null })}
            >
              {say(p)}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="btn"
          disabled={!canUndo()}
          onClick={undo}
          aria-label={say("undo")}
          title={`${say("undo")} (Ctrl+Z)`}
        >
          ↶
        </button>
        <button
          type="button"
          class="btn"
          disabled={!canRedo()}
          onClick={redo}
          aria-label={say("redo")}
          title={`${say("redo")} (Ctrl+Y)`}
        >
          ↷
        </button>
        {s.expansions.length > 0 && (
          <button type="button" class="btn" onClick={() => collapse(s)}>
            {say("collapse")}
          </button>
        )}
        <Share title={title} requests={requestsBehind(s, common())} picture={picture} />
      </div>
    </header>
  );
}

/** A start that does not hold at the date, and where its ties are found. */
function Gone({ node: n, net }: { node: GraphNode; net: Indexed }): JSX.Element {
  const id = n.successor?.now ?? n.successor?.id ?? "";
  const heir = useNode(id, net);
  return (
    <div class="status quiet gone">
      <NotThen parameter="from" id={n.id} node={n} heir={heir && { id, name: heir.label }} />
    </div>
  );
}

function Nothing({ filtered }: { filtered: boolean }): JSX.Element {
  return (
    <div class="empty-state">
      <h2>{say("nothing")}</h2>
      <p>{say("nothingHelp")}</p>
      {filtered && (
        <button type="button" class="btn" onClick={() => act(LOOSE)}>
          {say("reset")}
        </button>
      )}
    </div>
  );
}

function Lists({ model }: { model: Model }): JSX.Element {
  const tab = model.state.tab;
  const onKeyDown = (e: KeyboardEvent): void => {
    const by = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const next = TABS[(TABS.indexOf(tab) + by + TABS.length) % TABS.length] ?? "table";
    turn({ tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="lists">
      <div class="tabs" role="tablist" aria-label={say("tabs")} onKeyDown={onKeyDown}>
        {TABS.map((t) => (
          <button
            type="button"
            key={t}
            role="tab"
            id={`tab-${t}`}
            aria-selected={t === tab}
            aria-controls="tab-panel"
            tabIndex={t === tab ? 0 : -1}
            onClick={() => turn({ tab: t === "table" ? null : t })}
          >
            {say(t)}
            {t === "table" && <span class="num muted"> {number(model.shown.edges.length)}</span>}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {tab === "table" && <Table model={model} />}
        {tab === "timeline" && <Timeline model={model} />}
        {tab === "walk" && <Walk model={model} />}
      </div>
    </div>
  );
}

/** Ctrl+Z and Ctrl+Y, except while typing. */
function useKeys(s: ExploreState): void {
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (/^(INPUT|TEXTAREA|SELECT)$/.test((e.target as HTMLElement).tagName)) return;
      const ctrl = e.ctrlKey || e.metaKey;
      const key = e.key.toLowerCase();
      if (ctrl && (key === "z" || key === "y")) {
        e.preventDefault();
        if (key === "y" || e.shiftKey) redo();
        else undo();
      } else if (e.key === "Escape" && s.selected && !document.querySelector("dialog[open]")) turn({ sel: null });
      else if (e.key.toLowerCase() === "p" && !ctrl && !e.altKey && s.selected)
        navigate(href("/paths", { from: s.selected }));
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [s.selected]);
}

function pictureOf(
  s: ExploreState,
  title: string,
  shown: Indexed,
  base: Network | undefined,
  drawing: Drawing | undefined,
  box: HTMLElement | null,
): Picture | undefined {
  const map = box?.querySelector<SVGSVGElement>(".tie-map svg");
  const drawn = s.picture === "map" ? undefined : drawing?.drawn();
  const inner = drawn
    ? { inner: canvasSVG(drawn, token("ink"), token("sea")), width: drawn.width, height: drawn.height }
    : map && standalone(map);
  if (!inner) return undefined;
  return pictured(inner, {
    title,
    kinds: new Set(shown.nodes.map((n) => n.kind)),
    version: base?.meta.dataset_version,
  });
}
