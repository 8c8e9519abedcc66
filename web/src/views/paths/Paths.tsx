/** How two records are tied: each path as a line of stations and as a sentence with years and sources; on map and canvas. */
import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Drawing } from "../../canvas/Canvas";
import { LazyCanvas } from "../../canvas/LazyCanvas";
import { KindMark } from "../../components/Kind";
import { Search } from "../../components/Search";
import { pictured, type Picture } from "../../components/picture";
import { Share } from "../../components/Share";
import { Cite, Footnotes, SourceList } from "../../components/Sources";
import { AnswerStatus, CutNote } from "../../components/Status";
import type { Params, Request } from "../../lib/api";
import { ask, href, listOf, location } from "../../lib/location";
import { index, type Indexed } from "../../lib/network";
import { useNode } from "../../lib/node";
import { canvasSVG, standalone } from "../../lib/picture";
import { lang, token } from "../../lib/prefs";
import { common } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { sayWhen } from "../../lib/say";
import type { PathAnswer } from "../../lib/types";
import { termOf, words } from "../../lib/words";
import { TieMap } from "../../map/TieMap";
import { Choice } from "../explore/Filters";
import { Common } from "./Common";
import { NoPath } from "./NoPath";
import "./paths.css";

const say = words({
  title: ["Paths", "経路"],
  lead: [
    "How are two places, organizations or programs tied, through whom, since when, and who says so?",
    "二つの地域・団体・事業は、誰を介して、いつから、どのように結ばれているか。典拠とともに示します。",
  ],
  from: ["From", "起点"],
  to: ["To", "終点"],
  via: ["Via", "経由"],
  avoid: ["Avoid", "避ける"],
  pick: ["Choose a start and an end.", "起点と終点を選んでください。"],
  swap: ["Swap", "入れ替え"],
  more: ["By way of, and how", "経由と条件"],
  how: ["Which paths", "経路の種類"],
  k: ["the {n} first", "短い順に{n}本"],
  all: ["all shortest", "最短すべて"],
  one: ["one shortest", "最短1本"],
  cost: ["Cost", "コスト"],
  hops: ["steps", "段数"],
  hub: ["avoid hubs", "ハブを避ける"],
  ties: ["Only ties and memberships", "提携と所属のみ"],
  path: ["Path {i}: {n} step|Path {i}: {n} steps", "経路{i}（{n}段）"],
  same: ["Start and end are the same record.", "起点と終点が同じです。"],
  remove: ["Take away {name}", "{name}を外す"],
  map: ["Map", "地図"],
  canvas: ["Canvas", "ネットワーク図"],
  open: ["Explore these", "これらを探索"],
  found: ["{n} path|{n} paths", "{n}本の経路"],
});

interface Asked {
  from: string;
  to: string;
  via: string[];
  avoid: string[];
  mode: string;
  k: number;
  cost: string;
  ties: boolean;
}

function asked(params: URLSearchParams): Asked {
  const mode = params.get("mode") ?? "k";
  return {
    from: params.get("from") ?? "",
    to: params.get("to") ?? "",
    via: listOf(params, "via"),
    avoid: listOf(params, "avoid"),
    mode: ["shortest", "all", "k"].includes(mode) ? mode : "k",
    k: Math.min(25, Math.max(1, Number(params.get("k")) || 3)),
    cost: params.get("cost") === "hub" ? "hub" : "hops",
    ties: params.get("only") === "ties",
  };
}

const request = (a: Asked): Request | undefined =>
  a.from && a.to
    ? {
        path: "/paths",
        params: {
          ...common(),
          from: a.from,
          to: a.to,
          via: a.via,
          avoid: a.avoid,
          mode: a.mode,
          k: a.mode === "k" ? a.k : null,
          cost: a.cost === "hub" ? "hub" : null,
          edge_kind: a.ties ? ["sister_of", "member_of"] : null,
        } satisfies Params,
      }
    : undefined;

export default function Paths(): JSX.Element {
  const a = asked(location.value.params);
  const r = request(a);
  const answer = useApi<PathAnswer>(r);
  const data = r && answer.data;
  const net = useMemo(() => (data ? index(data.nodes, data.edges, data.sources) : undefined), [data]);
  const name = useNames(net);
  const [from, to] = [name(a.from), name(a.to)];
  // Where nothing joins them directly, what they share is the answer, and the paths are how.
  const apart = data !== undefined && a.from !== a.to && !data.paths.some((p) => p.length === 1);
  return (
    <div class="page paths">
      <h1>{from && to ? `${from} – ${to}` : say("title")}</h1>
      <p class="lead">{say("lead")}</p>
      <PathForm a={a} name={name} />
      <AnswerStatus of={answer} />
      {!r && <p class="empty-state">{say("pick")}</p>}
      {data && net && (
        <div class={answer.loading ? "stale" : ""}>
          <CutNote meta={data.meta} />
          {apart && <Common a={a.from} b={a.to} name={name} />}
          <Found data={data} net={net} same={a.from === a.to} request={r} title={`${from} – ${to}`} />
          {!apart && a.from !== a.to && <Common a={a.from} b={a.to} name={name} />}
        </div>
      )}
    </div>
  );
}

/** Names of the chosen nodes: from the answer, or one small question each. */
function useNames(net: Indexed | undefined): (id: string) => string {
  const params = location.value.params;
  const ids = [params.get("from"), params.get("to"), ...listOf(params, "via"), ...listOf(params, "avoid")];
  const [a, b, ...rest] = ids.map((x) => x ?? "");
  const first = useNode(a ?? "", net);
  const second = useNode(b ?? "", net);
  const third = useNode(rest[0] ?? "", net);
  const fourth = useNode(rest[1] ?? "", net);
  const known = new Map(
    [first, second, third, fourth].flatMap((n): [string, string][] => (n ? [[n.id, n.label]] : [])),
  );
  return (id) => net?.byId.get(id)?.label ?? known.get(id) ?? id;
}

function PathForm({ a, name }: { a: Asked; name: (id: string) => string }): JSX.Element {
  const narrow = useMemo(() => matchMedia("(max-width: 760px)").matches, []); // there, the answer comes first
  return (
    <section class="path-form" aria-label={say("title")}>
      <div class="ends">
        <label class="field wide">
          {say("from")}
          <Search label={say("from")} value={a.from && name(a.from)} onPick={(n) => ask({ from: n.id })} />
        </label>
        <button
          type="button"
          class="btn"
          aria-label={say("swap")}
          title={say("swap")}
          onClick={() => ask({ from: a.to, to: a.from })}
        >
          ⇄
        </button>
        <label class="field wide">
          {say("to")}
          <Search label={say("to")} value={a.to && name(a.to)} onPick={(n) => ask({ to: n.id })} />
        </label>
      </div>
      <details open={!narrow || a.via.length + a.avoid.length > 0}>
        <summary class="eyebrow">{say("more")}</summary>
        <div class="ends">
          {(["via", "avoid"] as const).map((key) => (
            <div class="field wide" key={key}>
              {say(key)}
              <Search label={say(key)} onPick={(n) => ask({ [key]: [...a[key], n.id].join(",") })} />
              <span class="toolbar">
                {a[key].map((id) => (
                  <button
                    type="button"
                    class="chip"
                    key={id}
                    aria-label={say("remove", { name: name(id) })}
                    onClick={() => ask({ [key]: a[key].filter((x) => x !== id).join(",") })}
                  >
                    <bdi>{name(id)}</bdi>&nbsp;×
                  </button>
                ))}
              </span>
            </div>
          ))}
        </div>
        <div class="toolbar">
          <Choice
            label={say("how")}
            value={a.mode === "k" ? `k${a.k}` : a.mode}
            options={[
              ["k3", say("k", { n: 3 })],
              ["k5", say("k", { n: 5 })],
              ["k10", say("k", { n: 10 })],
              ["all", say("all")],
              ["shortest", say("one")],
            ]}
            change={(v) =>
              ask(v.startsWith("k") ? { mode: null, k: v === "k3" ? null : v.slice(1) } : { mode: v, k: null })
            }
          />
          <Choice
            label={say("cost")}
            value={a.cost}
            options={[
              ["hops", say("hops")],
              ["hub", say("hub")],
            ]}
            change={(v) => ask({ cost: v === "hub" ? v : null })}
          />
          <label class="toggle">
            <input type="checkbox" checked={a.ties} onChange={() => ask({ only: a.ties ? null : "ties" })} />
            <span>{say("ties")}</span>
          </label>
        </div>
      </details>
    </section>
  );
}

function Found(props: { data: PathAnswer; net: Indexed; same: boolean; request: Request; title: string }): JSX.Element {
  const { data, net, same, title } = props;
  const picture = location.value.params.get("picture") === "canvas" ? "canvas" : "map";
  const [lit, setLit] = useState<number>();
  const notes = new Footnotes(net.sources);
  const selected = useMemo(() => (lit === undefined ? undefined : new Set(data.paths[lit]?.edges)), [lit, data]);
  const drawing = useRef<Drawing | undefined>(undefined);
  const box = useRef<HTMLDivElement>(null);
  const taken = (): Picture | undefined => {
    const map = box.current?.querySelector<SVGSVGElement>(".tie-map svg");
    const d = picture === "canvas" ? drawing.current?.drawn() : undefined;
    const inner = d
      ? { inner: canvasSVG(d, token("ink"), token("sea")), width: d.width, height: d.height }
      : map
        ? standalone(map)
        : undefined;
    const kinds = new Set(net.nodes.map((n) => n.kind));
    return inner && pictured(inner, { title, kinds, version: data.meta.dataset_version });
  };
  if (data.paths.length === 0) return <NoPath hints={data.hints} net={net} />;
  return (
    <>
      <div class="toolbar spread">
        <h2>{same ? say("same") : say("found", { n: data.paths.length })}</h2>
        <Share title={title} requests={[props.request]} picture={taken} />
      </div>
      <ol class="plain path-list">
        {data.paths.map((p, i) => (
          <li
            key={p.nodes.join()}
            class={lit === i ? "card hit" : "card"}
            onMouseEnter={() => setLit(i)}
            onMouseLeave={() => setLit(undefined)}
          >
            <h3>{say("path", { i: i + 1, n: p.length })}</h3>
            <Line path={p} net={net} notes={notes} />
            <p class="sentence" lang={lang.value}>
              {p.sentence[lang.value]}
            </p>
          </li>
        ))}
      </ol>
      <SourceList notes={notes} />
      <div class="toolbar no-print picture-switch">
        {(["map", "canvas"] as const).map((p) => (
          <button
            type="button"
            class="btn"
            key={p}
            aria-pressed={p === picture}
            onClick={() => ask({ picture: p === "canvas" ? p : null })}
          >
            {say(p)}
          </button>
        ))}
        <a
          class="btn"
          href={href("/explore", {
            from: net.nodes
              .map((n) => n.id)
              .slice(0, 20)
              .join(","),
          })}
        >
          {say("open")}
        </a>
      </div>
      <div ref={box}>
        {picture === "map" ? (
          <TieMap single nodes={net.nodes} edges={net.edges} selected={selected} />
        ) : (
          <div class="path-canvas">
            <LazyCanvas
              net={net}
              awaiting={false}
              rules={RULES}
              stage={NO_STAGES}
              picture={`paths:${data.paths.map((p) => p.nodes.join()).join("|")}`}
              pins={[]}
              selected={undefined}
              onSelect={() => undefined}
              onPin={() => undefined}
              onOpen={() => undefined}
              onReady={(d) => (drawing.current = d)}
            />
          </div>
        )}
      </div>
    </>
  );
}

const RULES = { colour: "kind", size: "same", thickness: "same" } as const;
const NO_STAGES = new Map<string, number>();

/** Stations left to right, what joins them between. */
function Line(props: { path: PathAnswer["paths"][number]; net: Indexed; notes: Footnotes }): JSX.Element {
  const { path, net, notes } = props;
  return (
    <ol class="plain stations">
      {path.nodes.map((id, i) => {
        const n = net.byId.get(id);
        const e = i > 0 ? net.edgeById.get(path.edges[i - 1] ?? "") : undefined;
        return (
          <li key={id}>
            {e && (
              <span class={`hop l-${e.kind}`}>
                <span class="small">
                  {termOf(e.tie_kind ?? (e.kind === "member_of" ? (e.role ?? e.kind) : e.kind))}
                  <Cite ids={e.citations} notes={notes} />
                </span>
                <i aria-hidden="true" />
                <span class="small muted num">
                  {e.kind === "sister_of" || e.kind === "member_of" ? sayWhen(e) : ""}
                </span>
              </span>
            )}
            <a class="station-name" href={href("/explore", { from: id, sel: id })}>
              {n && <KindMark kind={n.kind} />} <bdi>{n?.label ?? id}</bdi>
            </a>
          </li>
        );
      })}
    </ol>
  );
}
