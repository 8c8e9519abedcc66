/** Who bridges what: centrality, groups and cuts of the filtered network, each with its definition. */
import type { JSX } from "preact";
import { KindMark } from "../../components/Kind";
import { usePicture } from "../../components/picture";
import { Share } from "../../components/Share";
import { AnswerStatus } from "../../components/Status";
import { ask, href, listOf, location } from "../../lib/location";
import { isUpper } from "../../lib/network";
import { usePlaces } from "../../lib/places";
import { common } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { whatIs } from "../../lib/say";
import { EDGE_KINDS, type GraphNode, type StructureAnswer } from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import { Choice, LineMark } from "../explore/Filters";
import "./structure.css";

const say = words({
  title: ["Structure", "構造"],
  lead: [
    "Who is central, who bridges what, and which groups hold together, on the network at the date above.",
    "上の時点のネットワークで、中心にいるのは誰か、誰が何を橋渡ししているか、どの集まりが結びついているか。",
  ],
  measure: ["Measure", "尺度"],
  degree: ["Degree: how many are joined to it", "次数"],
  betweenness: ["Betweenness: who lies between", "媒介中心性"],
  closeness: ["Closeness: who is near to all", "近接中心性"],
  pagerank: ["PageRank", "PageRank"],
  "k-core": ["k-core: the inner circle", "kコア"],
  components: ["Components: what hangs together", "連結成分"],
  articulation: ["Articulation: without whom it falls apart", "関節点"],
  bridges: ["Bridges: links that hold it together", "橋"],
  communities: ["Communities: groups", "コミュニティ"],
  lines: ["Over these lines", "対象とする線"],
  network: ["{nodes} nodes, {edges} links", "点{nodes}、リンク{edges}"],
  estimate: ["Estimated from a sample; error at most {e}.", "標本による推定（誤差{e}以内）。"],
  modularity: ["Modularity {m}", "モジュラリティ {m}"],
  rank: ["Rank", "順位"],
  node: ["Node", "点"],
  value: ["Value", "値"],
  size: ["{n} member|{n} members", "{n}点"],
  cutOff: ["cuts off {n}", "{n}点が切り離される"],
  more: ["Show more", "さらに表示"],
  group: ["Group {i}", "グループ{i}"],
  none: ["Nothing of the kind in this network.", "このネットワークには該当がありません。"],
  andMore: ["and {n} more", "ほか{n}"],
});

const MEASURES = [
  "betweenness",
  "degree",
  "closeness",
  "pagerank",
  "k-core",
  "articulation",
  "bridges",
  "communities",
  "components",
] as const;

type Item = StructureAnswer["items"][number];

const PAGE = 50;

/** Where a place lies joins all of a prefecture; it is left out unless asked for. */
const USUAL = ["sister_of", "member_of", "organizes", "takes_part_in"];

function otherLines(lines: readonly string[], kind: string): string | null {
  const now = EDGE_KINDS.filter((k) => (k === kind ? !lines.includes(k) : lines.includes(k)));
  return now.length === 0 || now.join() === USUAL.join() ? null : now.join(",");
}

export default function Structure(): JSX.Element {
  const params = location.value.params;
  const measure = MEASURES.find((m) => m === params.get("measure")) ?? "betweenness";
  const asked = listOf(params, "edge_kind");
  const lines = asked.length > 0 ? asked : USUAL;
  const limit = Math.min(500, Math.max(PAGE, Number(params.get("limit")) || PAGE));
  const places = usePlaces();
  const request = { path: "/structure", params: { ...common(), measure, edge_kind: lines, limit } };
  const answer = useApi<StructureAnswer>(request);
  const data = answer.data;
  const byId = new Map(data?.nodes.map((n) => [n.id, n]));
  const top = Math.max(...(data?.items.map((i) => i.value ?? i.size ?? i.cut_off ?? 0) ?? []), 0);
  const { ref, picture } = usePicture<HTMLOListElement>({
    title: say(measure),
    kinds: new Set(data?.nodes.map((n) => n.kind)),
    version: data?.meta.dataset_version,
  });
  return (
    <div class="page structure">
      <h1>{say("title")}</h1>
      <p class="lead">{say("lead")}</p>
      <div class="toolbar spread">
        <Choice
          label={say("measure")}
          value={measure}
          options={MEASURES.map((m): [string, string] => [m, say(m)])}
          change={(v) => ask({ measure: v, limit: null })}
        />
        <Share
          title={say(measure)}
          requests={[request]}
          formats={[
            ["json", "JSON"],
            ["csv", "CSV"],
          ]}
          picture={data && data.items.length > 0 ? picture : undefined}
        />
      </div>
      <fieldset class="line-kinds">
        <legend class="eyebrow">{say("lines")}</legend>
        {EDGE_KINDS.filter((k) => k !== "succeeded_by").map((k) => (
          <label class="toggle" key={k}>
            <input
              type="checkbox"
              checked={lines.includes(k)}
              onChange={() => ask({ edge_kind: otherLines(lines, k) })}
            />
            <span>
              <LineMark kind={k} /> {termOf(k)}
            </span>
          </label>
        ))}
      </fieldset>
      <AnswerStatus of={answer} />
      {data && (
        <div class={answer.loading ? "stale" : ""}>
          <p class="definition">{data.definition}</p>
          <p class="small muted num">
            {say("network", { nodes: data.meta.network.nodes, edges: data.meta.network.edges })}
            {!data.exact && data.error !== undefined && ` · ${say("estimate", { e: data.error.toPrecision(2) })}`}
            {data.modularity !== undefined && ` · ${say("modularity", { m: data.modularity.toFixed(3) })}`}
          </p>
          {data.items.length === 0 && <p class="muted">{say("none")}</p>}
          <ol class="plain ranks" ref={ref}>
            {data.items.map((item, i) => (
              <Rank
                key={item.node ?? item.ends?.join() ?? i}
                item={item}
                i={i}
                top={top}
                byId={byId}
                nameOf={places.nameOf}
              />
            ))}
          </ol>
          {data.items.length >= limit && limit < 500 && (
            <button type="button" class="btn" onClick={() => ask({ limit: String(limit + 100) })}>
              {say("more")}
            </button>
          )}
        </div>
      )}
    </div>
  );
}

function Rank(props: {
  item: Item;
  i: number;
  top: number;
  byId: ReadonlyMap<string, GraphNode>;
  nameOf: (id: string | undefined) => string | undefined;
}): JSX.Element {
  const { item, i, top, byId, nameOf } = props;
  const ids = item.node ? [item.node] : (item.ends ?? []);
  const n = item.node ? byId.get(item.node) : undefined;
  const amount = item.value ?? item.size ?? item.cut_off ?? 0;
  return (
    <li>
      <span class="place num">{number(i + 1)}</span>
      <span class="who">
        {ids.length > 0 ? (
          ids.map((id, k) => (
            <span key={id}>
              {k > 0 && " – "}
              <NodeLink n={byId.get(id)} id={id} />
            </span>
          ))
        ) : (
          <strong>{say("group", { i: i + 1 })}</strong>
        )}
        {n && <small class="muted"> {whatIs(n, nameOf)}</small>}
        {item.size !== undefined && ids.length === 0 && (
          <Members ids={item.members ?? []} size={item.size} byId={byId} />
        )}
      </span>
      <span class="amount num">
        {item.value !== undefined
          ? Number.isInteger(item.value)
            ? number(item.value)
            : item.value.toPrecision(3)
          : item.cut_off !== undefined
            ? say("cutOff", { n: item.cut_off })
            : item.size !== undefined
              ? say("size", { n: item.size })
              : ""}
      </span>
      <span class="meter" aria-hidden="true">
        <i style={{ width: `${top > 0 ? (amount / top) * 100 : 0}%` }} />
      </span>
    </li>
  );
}

function NodeLink({ n, id }: { n: GraphNode | undefined; id: string }): JSX.Element {
  return (
    <a href={href("/explore", { from: id, sel: id })}>
      {n && <KindMark kind={n.kind} />} <bdi>{n?.label ?? id}</bdi>
    </a>
  );
}

const LISTED = 24;

function Members(props: { ids: readonly string[]; size: number; byId: ReadonlyMap<string, GraphNode> }): JSX.Element {
  const { ids, size, byId } = props;
  // Prefectures and states say most about a group; places without ties least.
  const rank = (id: string): number => {
    const n = byId.get(id);
    if (!n) return 9;
    return isUpper(n) ? 0 : n.kind === "organization" ? 1 : n.kind === "partner" ? 2 : 3;
  };
  const shown = [...ids].sort((a, b) => rank(a) - rank(b)).slice(0, LISTED);
  return (
    <span class="members small">
      {shown.map((id) => (
        <NodeLink key={id} n={byId.get(id)} id={id} />
      ))}
      {size > shown.length && <span class="muted"> {say("andMore", { n: size - shown.length })}</span>}
    </span>
  );
}
