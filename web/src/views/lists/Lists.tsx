/** What waits to be done: gaps between the levels, facts on which sources differ, anniversaries of a year. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { sayTime } from "../../components/DateRail";
import { Share } from "../../components/Share";
import { SourceLink } from "../../components/Sources";
import { AnswerStatus } from "../../components/Status";
import { sayDate } from "../../lib/date";
import { csv, download, fileName } from "../../lib/download";
import { ask, href, location } from "../../lib/location";
import { ends } from "../../lib/network";
import { usePlaces } from "../../lib/places";
import { lang } from "../../lib/prefs";
import { common, time } from "../../lib/question";
import { useApi } from "../../lib/resource";
import type { Claim, GraphEdge, GraphNode, List, Network } from "../../lib/types";
import { number, termOf, words } from "../../lib/words";
import { anniversaries, gaps } from "./work";
import "./lists.css";

const say = words({
  title: ["Work lists", "作業一覧"],
  lead: ["What waits to be done, each entry with its reason.", "手をつけるべき事柄と、その理由。"],
  gaps: ["Gaps", "空白"],
  conflicts: ["Conflicts", "食い違い"],
  anniversaries: ["Anniversaries", "周年"],
  tabs: ["Lists", "一覧"],
  below: [
    "States with a sister prefecture but no municipal tie under it",
    "姉妹州県はあるが、その下に市町村の提携がない組み合わせ",
  ],
  above: [
    "Municipal ties with no tie of prefecture and state above them",
    "市町村の提携はあるが、上に州県の提携がない組み合わせ",
  ],
  belowWhy: ["sister prefecture and state {since}", "姉妹州県({since})"],
  aboveWhy: ["{n} municipal ties", "市町村の提携{n}件"],
  none: ["None at this date.", "この時点ではありません。"],
  since: ["since {a}", "{a}から"],
  undated: ["date unknown", "日付不明"],
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
  calendar: ["As calendar (.ics)", "カレンダー(.ics)"],
  csv: ["For Excel (CSV)", "Excel 用(CSV)"],
});

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

const tiesRequest = () => ({ path: "/graph", params: { ...common(), edge_kind: "sister_of" } });

function Gaps(): JSX.Element {
  const request = tiesRequest();
  const answer = useApi<Network>(request);
  const places = usePlaces();
  const found = useMemo(() => gaps(answer.data?.nodes ?? [], answer.data?.edges ?? []), [answer.data]);
  const part = (kind: "nothing-below" | "nothing-above"): JSX.Element => {
    const items = found.filter((g) => g.kind === kind);
    return (
      <section>
        <h2>
          {say(kind === "nothing-below" ? "below" : "above")} <span class="muted num">{number(items.length)}</span>
        </h2>
        {answer.data && items.length === 0 && <p class="muted">{say("none")}</p>}
        <ul class="plain entries">
          {items.map((g) => (
            <li key={g.prefecture + g.state}>
              <a
                href={href("/explore", {
                  base: "whole",
                  edge_kind: "sister_of",
                  prefecture: g.prefecture,
                  state: g.state,
                })}
              >
                <bdi>{places.nameOf(g.prefecture) ?? g.prefecture}</bdi> –{" "}
                <bdi>{places.nameOf(g.state) ?? g.state}</bdi>
              </a>
              <small class="muted">
                {kind === "nothing-below"
                  ? say("belowWhy", { since: since(g.ties[0]) })
                  : say("aboveWhy", { n: g.ties.length })}
              </small>
            </li>
          ))}
        </ul>
      </section>
    );
  };
  return (
    <>
      <div class="toolbar spread">
        <p class="muted small">{sayTime(time())}</p>
        <Share title={say("gaps")} requests={[request]} />
      </div>
      <AnswerStatus of={answer} />
      {answer.data ? (
        <div class="two-lists">
          {part("nothing-below")}
          {part("nothing-above")}
        </div>
      ) : (
        <div class="skeleton" />
      )}
    </>
  );
}

const since = (e: GraphEdge | undefined): string =>
  e?.signed ? say("since", { a: sayDate(e.signed, lang.value) }) : say("undated");

function Anniversaries(): JSX.Element {
  const thisYear = new Date().getFullYear() + 1;
  const asked = Number(location.value.params.get("year"));
  const year = asked >= 1900 && asked <= 2200 ? asked : thisYear;
  const request = tiesRequest();
  const answer = useApi<Network>(request);
  const found = useMemo(() => anniversaries(answer.data?.edges ?? [], year), [answer.data, year]);
  const byId = new Map(answer.data?.nodes.map((n) => [n.id, n]));
  const name = (e: GraphEdge): string =>
    ends(e, byId)
      .map((n) => n?.label ?? "?")
      .join(" – ");
  const byYears = [...new Set(found.map((a) => a.years))];
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
          <button
            type="button"
            class="link small"
            onClick={() =>
              download(fileName(["anniversaries", String(year)], "ics"), ics(found, name, year), "text/calendar")
            }
          >
            {say("calendar")}
          </button>
          <button
            type="button"
            class="link small"
            onClick={() =>
              download(
                fileName(["anniversaries", String(year)], "csv"),
                csv([["years", "tie", "signed"], ...found.map((a) => [a.years, name(a.edge), a.edge.signed])]),
                "text/csv",
              )
            }
          >
            {say("csv")}
          </button>
        </div>
        <Share title={`${say("anniversaries")} ${year}`} requests={[request]} />
      </div>
      <AnswerStatus of={answer} />
      {answer.data && found.length === 0 && <p class="empty-state">{say("noneYear", { year: String(year) })}</p>}
      {byYears.map((y) => (
        <section key={y}>
          <h2>{say("years", { n: y })}</h2>
          <ul class="plain entries">
            {found
              .filter((a) => a.years === y)
              .map(({ edge: e }) => (
                <li key={e.id}>
                  <a href={href("/explore", { from: `${e.source},${e.target}`, sel: e.id })}>
                    <bdi>{name(e)}</bdi>
                  </a>
                  <small class="muted num">
                    {e.signed && sayDate(e.signed, lang.value)} · {termOf(e.tie_kind)}
                  </small>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Calendar entries (RFC 5545) of the ties whose day is known. */
function ics(
  found: readonly { years: number; edge: GraphEdge }[],
  name: (e: GraphEdge) => string,
  year: number,
): string {
  const text = (s: string): string => s.replace(/([\\;,])/g, "\\$1");
  const events = found.flatMap(({ years, edge }) => {
    const day = /^\d{4}-(\d\d)-(\d\d)$/.exec(edge.signed ?? "");
    if (!day) return [];
    const date = `${year}${day[1]}${day[2]}`;
    return [
      "BEGIN:VEVENT",
      `UID:${edge.tie ?? edge.id}-${year}@enishi`,
      `DTSTAMP:${year}0101T000000Z`,
      `DTSTART;VALUE=DATE:${date}`,
      `SUMMARY:${text(`${say("years", { n: years })}: ${name(edge)}`)}`,
      "END:VEVENT",
    ];
  });
  return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//enishi//ties//EN", ...events, "END:VCALENDAR", ""].join("\r\n");
}

const PAGE = 100;

function Conflicts(): JSX.Element {
  const [limit, setLimit] = useState(PAGE);
  const request = { path: "/conflicts", params: { limit, lang: lang.value } };
  const answer = useApi<List<Claim>>(request);
  const data = answer.data;
  const byId = new Map<string, GraphNode>((data?.nodes ?? []).map((n) => [n.id, n]));
  const total = typeof data?.meta.total === "number" ? data.meta.total : 0;
  return (
    <>
      <div class="toolbar spread">
        <p class="muted small">{data && say("total", { n: total })}</p>
        <Share
          title={say("conflicts")}
          requests={[request]}
          formats={[
            ["json", "JSON"],
            ["csv", "CSV"],
          ]}
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
          <table class="grid-table claims">
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
          <button type="button" class="btn" onClick={() => setLimit(Math.min(500, limit + PAGE))}>
            {say("more")}
          </button>
        </p>
      )}
    </>
  );
}

const KINDS = ["disagrees", "refutes", "inferred", "uncertain", "agrees"] as const;

function ClaimRow(props: { c: Claim; data: List<Claim>; byId: ReadonlyMap<string, GraphNode> }): JSX.Element {
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
  const source = data.sources.find((s) => s.id === c.source);
  const kind = KINDS.find((k) => k === c.kind);
  return (
    <tr>
      <td>
        <a href={to}>
          <bdi>{label}</bdi>
        </a>
      </td>
      <td>{c.field.replaceAll("_", " ")}</td>
      <td>
        <span class={`tag ${c.kind}`}>{kind ? say(kind) : c.kind}</span>
      </td>
      <td>
        <bdi>{c.value ?? "–"}</bdi>
      </td>
      <td>{source ? <SourceLink source={source} /> : "–"}</td>
      <td>{c.note}</td>
    </tr>
  );
}
