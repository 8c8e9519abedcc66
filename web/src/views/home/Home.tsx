/** The atlas: all ties at the date on the Pacific, the seven prefectures of the study, and questions to start from. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { sayTime } from "../../components/DateRail";
import { KindMark } from "../../components/Kind";
import { announce } from "../../components/Live";
import { usePicture } from "../../components/picture";
import { Share } from "../../components/Share";
import { AnswerStatus, CutNote } from "../../components/Status";
import { sortKey, yearOf } from "../../lib/date";
import { ask, href, navigate } from "../../lib/location";
import { lang } from "../../lib/prefs";
import { common, STUDY_NAMES, STUDY_PREFECTURES, time } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { NODE_KINDS, type GraphNode, type Network, type NodeKind, type NodesAnswer, type Tally } from "../../lib/types";
import { aside, number, termOf, words } from "../../lib/words";
import { prefectureOf, TieMap, tiesByPrefecture } from "../../map/TieMap";
import "./home.css";

const say = words({
  title: ["{n} tie across the Pacific|{n} ties across the Pacific", "太平洋を越える{n}の縁"],
  titleShort: ["Ties across the Pacific", "太平洋を越える縁"],
  titleWaiting: ["Ties across the Pacific", "太平洋を越える縁"],
  lead: [
    "Sister and friendship ties between Japan and the United States, each with its sources. The seven prefectures of the study stand out in vermilion. Move the date, and the towns of then become the cities of today.",
    "日本と米国の姉妹・友好提携を、典拠とともに示します。調査対象の7県の縁は朱色です。時点を動かすと、当時の町村が今日の市になります。",
  ],
  undated: [
    "{n} undated tie is not drawn at this date.|{n} undated ties are not drawn at this date.",
    "締結日不明の{n}件はこの時点では描いていません。",
  ],
  among: [
    "{n} of the ties drawn has no known date of signing.|{n} of the ties drawn have no known date of signing.",
    "描いた提携のうち{n}件は締結日不明です。",
  ],
  include: ["Include it|Include them", "含める"],
  seven: ["The seven prefectures of the study", "調査対象の7県"],
  sevenNote: [
    "Ties of the prefecture and its municipalities at the date; beside it today.",
    "県と県内市町村の、指定時点と現在の提携数。",
  ],
  ties: ["tie|ties", "件"],
  first: ["first {year}", "初回{year}年"],
  none: ["none dated by then", "その時点のものなし"],
  today: ["today {n}", "現在{n}件"],
  all: ["Ties of each prefecture at this date", "都道府県別の提携数"],
  prefecture: ["Prefecture", "都道府県"],
  count: ["Ties", "提携"],
  ask: ["Ask it", "問いかける"],
  kinds: ["What stands in the atlas", "収録"],
  besides: ["{n} undated besides|{n} undated besides", "ほか日付不明{n}"],
  legendStudy: ["ties of the seven", "7県の提携"],
  legendTint: ["ties of a prefecture", "都道府県の提携数"],
  more: ["more", "16以上"],
  q1: [
    "How are Sendai and Riverside tied, since when, and who says so?",
    "仙台とリバーサイドはいつから、どう結ばれているか。典拠は？",
  ],
  q2: ["Which are Osaka’s partners in the United States?", "大阪の米国の相手はどこか"],
  q3: ["The seven prefectures in August 1989: compare them", "1989年8月の7県を比べる"],
  q4: ["What does Toyohashi’s network share with Hamamatsu’s?", "豊橋と浜松のネットワークに共通するものは？"],
  q5: [
    "Which states have a sister prefecture but no sister city under it?",
    "姉妹州県はあるが姉妹都市のない組み合わせは？",
  ],
  q6: [
    "What did Shizuoka’s towns have in 1989 that its cities have today?",
    "1989年に静岡の町が持っていた縁は、今どの市に？",
  ],
  now: ["now", "現在"],
  announce: ["{n} ties, {when}", "{when}、{n}件"],
});

const STUDY_SET: ReadonlySet<string> = new Set(STUDY_PREFECTURES);

export default function Home(): JSX.Element {
  const request = { path: "/graph", params: { ...common(), edge_kind: "sister_of" } };
  const network = useApi<Network>(request);
  const data = network.data;
  const [lit, setLit] = useState<string>();
  const n = useMemo(() => new Set(data?.edges.map((e) => e.tie ?? e.id)).size, [data]);
  const when = time().mode === "now" ? say("now") : sayTime(time());
  useMemo(() => data && announce(say("announce", { n, when })), [data, n]);
  const selected = useMemo(() => (lit && data ? idsOf(lit, data) : undefined), [lit, data]);
  const { ref, picture } = usePicture<HTMLDivElement>({
    title: data ? say("title", { n }) : say("titleShort"),
    kinds: ["prefecture", "municipality", "partner"],
    version: data?.meta.dataset_version,
  });
  return (
    <div class="page home">
      <h1>
        {data ? say("title", { n }) : say("titleWaiting")}
        <span class="when">{lang.value === "ja" ? aside(when) : `, ${when}`}</span>
      </h1>
      <p class="lead">{say("lead")}</p>
      <AnswerStatus of={network} />
      {data && <CutNote meta={data.meta} />}
      <div class={network.loading && data ? "stale" : ""} ref={ref}>
        <TieMap
          nodes={data?.nodes ?? []}
          edges={data?.edges ?? []}
          marked={STUDY_SET}
          selected={selected}
          onSelect={(id) => open(id, data)}
          onPrefecture={(id) => navigate(href(`/prefectures/${id}`))}
        />
      </div>
      <div class="toolbar spread">
        <Legend undated={data?.meta.undated ?? 0} among={undatedIn(data)} />
        <Share title={say("titleShort")} requests={[request]} picture={data && picture} />
      </div>
      <Seven data={data} light={setLit} />
      <div class="columns">
        <Questions />
        <InNumbers />
      </div>
    </div>
  );
}

const idsOf = (prefecture: string, data: Network): Set<string> =>
  new Set([prefecture, ...data.nodes.filter((x) => prefectureOf(x) === prefecture).map((x) => x.id)]);

/** A mark opens its neighbourhood, an arc the tie between its ends. */
function open(id: string, data: Network | undefined): void {
  const edge = data?.edges.find((e) => e.id === id);
  if (edge) navigate(href("/explore", { from: `${edge.source},${edge.target}`, sel: edge.id }));
  else navigate(href("/explore", { from: id, sel: id }));
}

/** Ties that are drawn though nobody states when they were signed. */
const undatedIn = (data: Network | undefined): number =>
  new Set(data?.edges.filter((e) => !e.signed).map((e) => e.tie ?? e.id)).size;

function Legend({ undated, among }: { undated: number; among: number }): JSX.Element {
  return (
    <ul class="legend">
      {(["prefecture", "municipality", "partner"] as const).map((k) => (
        <li key={k}>
          <KindMark kind={k} /> {termOf(k)}
        </li>
      ))}
      <li>
        <svg width="22" height="8" aria-hidden="true">
          <path class="arc marked" d="M1 6Q11 -2 21 6" />
        </svg>
        {say("legendStudy")}
      </li>
      <li>
        {say("legendTint")}
        {["1", "2–5", "6–15", say("more")].map((label, i) => (
          <span key={label}>
            <i class={`swatch tint t${i + 1}`} aria-hidden="true" /> {label}
          </span>
        ))}
      </li>
      {among > 0 && <li>{say("among", { n: among })}</li>}
      {undated > 0 && (
        <li>
          {say("undated", { n: undated })}{" "}
          <button type="button" class="link" onClick={() => ask({ undated: "include" })}>
            {say("include", { n: undated })}
          </button>
        </li>
      )}
    </ul>
  );
}

/** Ties per prefecture from a tally by prefecture. */
const perPrefecture = (t: Tally | undefined): Map<string, number> => {
  const out = new Map<string, number>();
  for (const c of t?.cells ?? []) out.set(c.row, (out.get(c.row) ?? 0) + c.count);
  return out;
};

function Seven({ data, light }: { data: Network | undefined; light: (id: string | undefined) => void }): JSX.Element {
  const today = perPrefecture(
    useApi<Tally>({ path: "/tally", params: { rows: "prefecture", cols: "level", lang: lang.value } }).data,
  );
  const counts = useMemo(
    () => (data ? tiesByPrefecture(new Map(data.nodes.map((x) => [x.id, x])), data.edges) : undefined),
    [data],
  );
  const first = useMemo(() => firstSigned(data), [data]);
  const ja = lang.value === "ja";
  return (
    <section aria-labelledby="seven">
      <h2 id="seven">{say("seven")}</h2>
      <ul class="plain seven">
        {STUDY_PREFECTURES.map((id) => {
          const n = counts?.get(id) ?? 0;
          const year = first.get(id);
          const [en, jaName] = STUDY_NAMES[id] ?? [id, id];
          return (
            <li key={id}>
              <a
                class="pref-card"
                href={href(`/prefectures/${id}`)}
                onMouseEnter={() => light(id)}
                onMouseLeave={() => light(undefined)}
                onFocus={() => light(id)}
                onBlur={() => light(undefined)}
              >
                <b lang={lang.value}>{ja ? jaName : en}</b>
                <i lang={ja ? "en" : "ja"}>{ja ? en : jaName}</i>
                <span class="count num">
                  {counts ? number(n) : "–"}
                  {ja ? "" : " "}
                  <small>{say("ties", { n })}</small>
                </span>
                <small class="num">
                  <span>{counts ? (year ? say("first", { year: String(year) }) : say("none")) : "\u00a0"}</span>
                  {today.size > 0 && (
                    <>
                      {" · "}
                      <span>{say("today", { n: today.get(id) ?? 0 })}</span>
                    </>
                  )}
                </small>
              </a>
            </li>
          );
        })}
      </ul>
      <p class="small muted">{say("sevenNote")}</p>
    </section>
  );
}

function firstSigned(data: Network | undefined): Map<string, number> {
  const out = new Map<string, number>();
  const byId = new Map<string, GraphNode>(data?.nodes.map((x) => [x.id, x]));
  for (const e of [...(data?.edges ?? [])].sort((a, b) => (sortKey(a.signed) < sortKey(b.signed) ? -1 : 1))) {
    const p = prefectureOf(byId.get(e.source)) ?? prefectureOf(byId.get(e.target));
    const year = yearOf(e.signed);
    if (p && year && !out.has(p)) out.set(p, year);
  }
  return out;
}

function Questions(): JSX.Element {
  const seven = STUDY_PREFECTURES.join(",");
  const links: [Parameters<typeof say>[0], string][] = [
    ["q1", href("/paths", { from: "jp-04100", to: "us-ca-riverside" })],
    ["q2", href("/explore", { from: "jp-27", base: "partners" })],
    ["q3", href("/compare", { prefectures: seven, as_of: "1989-08", time: null, from_date: null, to_date: null })],
    ["q4", href("/paths", { from: "jp-23201", to: "jp-22130", k: "5" })],
    ["q5", href("/lists", { list: "gaps" })],
    ["q6", href("/prefectures/jp-22", { as_of: "1989-08", time: null, from_date: null, to_date: null })],
  ];
  return (
    <section aria-labelledby="ask">
      <h2 id="ask">{say("ask")}</h2>
      <ul class="plain questions">
        {links.map(([key, to]) => (
          <li key={key}>
            <a href={to}>{say(key)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function InNumbers(): JSX.Element {
  return (
    <section aria-labelledby="kinds">
      <h2 id="kinds">{say("kinds")}</h2>
      <dl class="numbers">
        {NODE_KINDS.map((k) => (
          <KindCount key={k} kind={k} />
        ))}
      </dl>
    </section>
  );
}

/** How many records of a kind hold at the date, and of how many it is not known. */
function KindCount({ kind }: { kind: NodeKind }): JSX.Element {
  const meta = useApi<NodesAnswer>({ path: "/nodes", params: { ...common(), node_kind: kind, limit: 1 } }).data?.meta;
  return (
    <div>
      <dt>
        <KindMark kind={kind} /> {termOf(kind)}
      </dt>
      <dd class="num">
        {meta && meta.undated > 0 && <small class="muted">{say("besides", { n: meta.undated })} </small>}
        {meta ? number(meta.total) : "–"}
      </dd>
    </div>
  );
}
