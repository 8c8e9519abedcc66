/** What waits to be done: gaps between the levels, facts on which sources differ, anniversaries of a year. */
import type { JSX } from "preact";
import { Cell } from "../../components/Cell";
import { sayTime } from "../../components/DateRail";
import { usePicture } from "../../components/picture";
import { Share } from "../../components/Share";
import { SourceLink } from "../../components/Sources";
import { AnswerStatus } from "../../components/Status";
import { address, type Params, type Request } from "../../lib/api";
import { sayDate, timeParams } from "../../lib/date";
import { ask, href, location } from "../../lib/location";
import { ends } from "../../lib/network";
import { lang } from "../../lib/prefs";
import { common, time } from "../../lib/question";
import { useApi } from "../../lib/resource";
import type { Anniversaries, Conflict, Conflicts, Gap, GapAnswer, GraphNode } from "../../lib/types";
import { number, termIn, termOf, words, type Terms } from "../../lib/words";
import "./lists.css";

const say = words({
  title: ["Work lists", "作業一覧"],
  lead: ["What waits to be done, each entry with its reason.", "手をつけるべき事柄と、その理由。"],
  gaps: ["Gaps", "空白"],
  conflicts: ["Conflicts", "食い違い"],
  anniversaries: ["Anniversaries", "周年"],
  tabs: ["Lists", "一覧"],
  "no-municipal": ["Tied above, not below", "州県提携のみ"],
  "no-umbrella": ["Tied below, not above", "市町村提携のみ"],
  "no-tie": ["Partners without a tie", "提携のない相手"],
  cut: ["{shown} of {total} are shown.", "{total}件中{shown}件を表示しています。"],
  none: ["None at this date.", "この時点ではありません。"],
  year: ["Year", "年"],
  years: ["{n} years", "{n}周年"],
  noneYear: ["No tie on record reaches a round number of years in {year}.", "{year}年に節目を迎える提携はありません。"],
  record: ["Record", "レコード"],
  field: ["Field", "項目"],
  value: ["Value", "値"],
  kind: ["Claim", "主張"],
  source: ["Source", "典拠"],
  note: ["Note", "注"],
  disagrees: ["disagrees", "相違"],
  refutes: ["refutes", "否定"],
  inferred: ["inferred", "推定"],
  uncertain: ["doubts", "疑義"],
  agrees: ["agrees", "一致"],
  total: ["{n} claim|{n} claims", "{n}件"],
  more: ["Show more", "さらに表示"],
  calendar: ["As calendar (.ics)", "カレンダー（.ics）"],
  excel: ["For Excel (XLSX)", "Excel 用（XLSX）"],
  subscribe: [
    "To subscribe, give your calendar or feed reader one of these addresses; they always hold the present year:",
    "購読するには、次のアドレスをカレンダーやフィードリーダーに登録してください。常に今年の分が入っています。",
  ],
  subscribeCalendar: ["calendar", "カレンダー"],
  subscribeFeed: ["feed (Atom)", "フィード（Atom）"],
  undatedTies: [
    "{n} tie whose date nobody states is not among them.|{n} ties whose dates nobody states are not among them.",
    "締結日不明の{n}件は含まれていません。",
  ],
});

/** Fields of records on which sources differ. */
const FIELDS: Terms = {
  approved: ["approved", "承認"],
  contact_since: ["contact since", "交流開始"],
  counted_by_clair: ["counted by CLAIR", "自治体国際化協会の集計"],
  earlier_tie: ["earlier tie", "以前の提携"],
  ended: ["ended", "終了"],
  exists: ["exists", "存在"],
  founded: ["founded", "設立"],
  kind: ["kind", "種別"],
  organizer: ["organizer", "主催者"],
  participants: ["participants", "参加者"],
  prefecture_or_state: ["prefecture or state", "都道府県・州"],
  role: ["role", "役割"],
  same_as: ["same as", "同一"],
  signatory: ["signatory", "締結者"],
  signatory_dissolved: ["signatory dissolved", "締結者の廃止"],
  signed: ["signed", "締結"],
  signed_again: ["signed again", "再締結"],
  signed_again_place: ["signed again at", "再締結地"],
  since: ["since", "開始"],
  status: ["status", "状況"],
  type: ["type", "種類"],
  until: ["until", "終了時期"],
  us_entity: ["US partner", "米国の相手"],
  us_state: ["state", "州"],
  yes: ["yes", "はい"],
  no: ["no", "いいえ"],
};

/** Fields whose values are words of a closed list. */
const CLOSED = new Set(["kind", "role", "status", "type"]);

/** A value of such a field: dates and closed words are said, records are named; whatever else there is is shown as it is written. */
function sayValue(field: string, value: string, nameOf: (id: string) => string): string {
  if (/^\d{4}(-\d{2}){0,2}$/.test(value)) return sayDate(value, lang.value);
  if (CLOSED.has(field)) return termOf(value);
  return termIn(FIELDS, value) ?? value.split("; ").map(nameOf).join("; ");
}

const LISTS = ["gaps", "conflicts", "anniversaries"] as const;

export default function Lists(): JSX.Element {
  const list = LISTS.find((l) => l === location.value.params.get("list")) ?? "gaps";
  return (
    <div class="page work">
      <h1>{say("title")}</h1>
      <p class="lead">{say("lead")}</p>
      <nav class="tabs" aria-label={say("tabs")}>
        {LISTS.map((l) => (
          <a key={l} href={href("/lists", { list: l })} aria-current={l === list ? "page" : undefined}>
            {say(l)}
          </a>
        ))}
      </nav>
      {list === "gaps" && <Gaps />}
      {list === "conflicts" && <Conflicts />}
      {list === "anniversaries" && <Anniversaries />}
    </div>
  );
}

const TABLES: [string, string][] = [
  ["json", "JSON"],
  ["csv", "CSV"],
  ["xlsx", "Excel (XLSX)"],
];
const GAP_KINDS = ["no-municipal", "no-umbrella", "no-tie"] as const;

function Gaps(): JSX.Element {
  const request: Request = { path: "/gaps", params: { ...timeParams(time()), lang: lang.value, limit: 500 } };
  const answer = useApi<GapAnswer>(request);
  const data = answer.data;
  const byId = new Map(data?.nodes.map((n) => [n.id, n]));
  const total = typeof data?.meta.total === "number" ? data.meta.total : 0;
  const { ref, picture } = usePicture<HTMLDivElement>({ title: say("gaps"), version: data?.meta.dataset_version });
  return (
    <>
      <div class="toolbar spread">
        <p class="muted small">{sayTime(time())}</p>
        <Share title={say("gaps")} requests={[request]} formats={TABLES} picture={data && picture} />
      </div>
      <AnswerStatus of={answer} />
      {data && data.items.length < total && (
        <p class="status quiet">{say("cut", { shown: data.items.length, total })}</p>
      )}
      {data ? (
        <div class={answer.loading ? "gaps stale" : "gaps"} ref={ref}>
          {GAP_KINDS.map((kind) => (
            <GapList
              key={kind}
              kind={kind}
              items={data.items.filter((g) => g.kind === kind)}
              definition={data.definitions[kind]}
              byId={byId}
            />
          ))}
        </div>
      ) : (
        !answer.problem && <div class="skeleton" />
      )}
    </>
  );
}

function GapList(props: {
  kind: (typeof GAP_KINDS)[number];
  items: readonly Gap[];
  definition: string | undefined;
  byId: ReadonlyMap<string, GraphNode>;
}): JSX.Element {
  const { kind, items, definition, byId } = props;
  const label = (id: string): string => byId.get(id)?.label ?? id;
  return (
    <section>
      <h2>
        {say(kind)} <span class="muted num">{number(items.length)}</span>
      </h2>
      <p class="muted small">{definition}</p>
      {items.length === 0 && <p class="muted">{say("none")}</p>}
      <ul class="plain entries">
        {items.map((g) => (
          <li key={`${g.prefecture} ${g.state} ${g.partner}`}>
            <a href={gapAddress(g)}>
              <bdi>{[g.prefecture, g.partner ?? g.state].flatMap((id) => (id ? [label(id)] : [])).join(" – ")}</bdi>
            </a>
            <small class="muted">{g.reason[lang.value]}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where the records behind a gap are seen: the ties between the two, or what a place without a tie has. */
const gapAddress = (g: Gap): string =>
  g.prefecture && g.state
    ? href("/explore", { base: "whole", edge_kind: "sister_of", prefecture: g.prefecture, state: g.state })
    : href("/explore", { from: g.partner ?? g.state, sel: g.partner ?? g.state });

function Anniversaries(): JSX.Element {
  const asked = Number(location.value.params.get("year"));
  const year = asked >= 1900 && asked <= 2200 ? asked : new Date().getFullYear() + 1;
  const request: Request = { path: "/anniversaries", params: { year, lang: lang.value } };
  const answer = useApi<Anniversaries>(request);
  const data = answer.data;
  const ages = [...new Set(data?.items.map((a) => a.years))].sort((a, b) => b - a);
  const undated = data?.meta.undated ?? 0;
  const { ref, picture } = usePicture<HTMLDivElement>({
    title: `${say("anniversaries")} ${year}`,
    version: data?.meta.dataset_version,
  });
  const at = (format: string, own: Params): string =>
    address({ path: "/anniversaries", params: { lang: lang.value, format, ...own } });
  return (
    <>
      <div class="toolbar spread">
        <div class="toolbar">
          <label class="field">
            {say("year")}
            <input
              class="input num"
              type="number"
              min={1960}
              max={2100}
              value={year}
              onChange={(e) => ask({ year: e.currentTarget.value })}
            />
          </label>
          <a class="btn" href={at("ics", { year })} download>
            {say("calendar")}
          </a>
          <a class="btn" href={at("xlsx", { year })} download>
            {say("excel")}
          </a>
        </div>
        <Share
          title={`${say("anniversaries")} ${year}`}
          requests={[request]}
          formats={[...TABLES, ["ics", "iCalendar"], ["atom", "Atom"]]}
          picture={data && data.items.length > 0 ? picture : undefined}
        />
      </div>
      <p class="muted small subscribe">
        {say("subscribe")} <a href={at("ics", {})}>{say("subscribeCalendar")}</a>{" "}
        <a href={at("atom", {})} type="application/atom+xml">
          {say("subscribeFeed")}
        </a>
      </p>
      <AnswerStatus of={answer} />
      {!data && !answer.problem && <div class="skeleton" />}
      {data && data.items.length === 0 && <p class="empty-state">{say("noneYear", { year: String(year) })}</p>}
      <div class={answer.loading ? "stale" : ""} ref={ref}>
        {ages.map((n) => (
          <section key={n}>
            <h2>{say("years", { n })}</h2>
            <ul class="plain entries">
              {data?.items
                .filter((a) => a.years === n)
                .map((a) => (
                  <li key={a.id}>
                    <a href={href("/explore", { from: `${a.body},${a.partner}`, sel: a.edge })}>
                      <bdi>{a.title[lang.value]}</bdi>
                    </a>
                    <small class="muted num">{sayDate(a.date, lang.value)}</small>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      {undated > 0 && <p class="muted small">{say("undatedTies", { n: undated })}</p>}
    </>
  );
}

const PAGE = 100;

function Conflicts(): JSX.Element {
  const limit = Math.min(500, Math.max(PAGE, Number(location.value.params.get("limit")) || PAGE));
  // Without a date the list holds what sources differ on at any time; that is also what the API takes it to be.
  const t = time();
  const request = { path: "/conflicts", params: { ...common(), limit } };
  const answer = useApi<Conflicts>(request);
  const data = answer.data;
  const byId = new Map<string, GraphNode>((data?.nodes ?? []).map((n) => [n.id, n]));
  const { ref, picture } = usePicture<HTMLTableElement>({
    title: say("conflicts"),
    version: data?.meta.dataset_version,
  });
  const total = typeof data?.meta.total === "number" ? data.meta.total : 0;
  return (
    <>
      <div class="toolbar spread">
        <p class="muted small">
          {data && `${sayTime(t.mode === "now" ? { mode: "any" } : t)} · ${say("total", { n: total })}`}
        </p>
        <Share
          title={say("conflicts")}
          requests={[request]}
          formats={TABLES}
          picture={data && total > 0 ? picture : undefined}
        />
      </div>
      <AnswerStatus of={answer} />
      {data && (
        <div
          class={answer.loading ? "scroll-x stale" : "scroll-x"}
          tabIndex={0}
          role="region"
          aria-label={say("conflicts")}
        >
          <table class="grid-table stacked claims" ref={ref}>
            <thead>
              <tr>
                {(["record", "field", "kind", "value", "source", "note"] as const).map((c) => (
                  <th key={c} scope="col">
                    {say(c)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((c) => (
                <ClaimRow key={c.id} c={c} data={data} byId={byId} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data && data.items.length < total && limit < 500 && (
        <p>
          <button type="button" class="btn" onClick={() => ask({ limit: String(Math.min(500, limit + PAGE)) })}>
            {say("more")}
          </button>
        </p>
      )}
    </>
  );
}

const KINDS = ["disagrees", "refutes", "inferred", "uncertain", "agrees"] as const;

function ClaimRow(props: { c: Conflict; data: Conflicts; byId: ReadonlyMap<string, GraphNode> }): JSX.Element {
  const { c, data, byId } = props;
  const edge = data.edges.find((e) => e.id === c.record || e.tie === c.record);
  const node = byId.get(c.record);
  const label = edge
    ? ends(edge, byId)
        .map((n) => n?.label ?? "?")
        .join(" – ")
    : (node?.label ?? c.record);
  const to = edge
    ? href("/explore", { from: `${edge.source},${edge.target}`, sel: edge.id, time: "any", as_of: null })
    : href("/explore", { from: c.record, sel: c.record });
  const cited = c.claims.flatMap((x) => data.sources.filter((s) => s.id === x.source));
  const kind = KINDS.find((k) => k === c.kind);
  return (
    <tr>
      <Cell column={say("record")}>
        <a href={to}>
          <bdi>{label}</bdi>
        </a>
      </Cell>
      <Cell column={say("field")}>{termIn(FIELDS, c.field) ?? termOf(c.field)}</Cell>
      <Cell column={say("kind")}>
        <span class={`tag ${c.kind}`}>{kind ? say(kind) : c.kind}</span>
      </Cell>
      <Cell column={say("value")}>
        <bdi>{c.value === undefined ? "–" : sayValue(c.field, c.value, (id) => byId.get(id)?.label ?? id)}</bdi>
      </Cell>
      <Cell column={say("source")}>
        {cited.length === 0
          ? "–"
          : cited.map((s) => (
              <span class="line" key={s.id}>
                <SourceLink source={s} />
              </span>
            ))}
      </Cell>
      <Cell column={say("note")}>
        {c.reason[lang.value]}
        {c.note && <small class="muted"> {c.note}</small>}
      </Cell>
    </tr>
  );
}
