/** Two to seven prefectures on the same measures, each defined, each figure opening its records; decades as small multiples. */
import type { JSX } from "preact";
import { sayTime } from "../../components/DateRail";
import { Search } from "../../components/Search";
import { Share } from "../../components/Share";
import { AnswerStatus } from "../../components/Status";
import { useAll } from "../../lib/all";
import type { Request } from "../../lib/api";
import { csv, download, fileName } from "../../lib/download";
import { ask, href, listOf, location } from "../../lib/location";
import { lang } from "../../lib/prefs";
import { common, STUDY_NAMES, STUDY_PREFECTURES, time } from "../../lib/question";
import { bare } from "../../lib/say";
import { sayDate } from "../../lib/date";
import type { GraphNode, Network, Tally } from "../../lib/types";
import { number, words } from "../../lib/words";
import { measuresOf, type Measured } from "./measures";
import "./compare.css";

const say = words({
  title: ["Compare prefectures", "都道府県を比べる"],
  lead: [
    "Two to seven prefectures on the same measures at the date above. A figure opens the records behind it.",
    "2〜7の都道府県を、上の時点で同じ尺度で比べます。数値を選ぶと、元の記録が開きます。",
  ],
  add: ["Add a prefecture …", "都道府県を追加…"],
  seven: ["The seven of the study", "調査対象の7県"],
  remove: ["Take away {name}", "{name}を外す"],
  few: ["Choose at least two prefectures.", "2つ以上の都道府県を選んでください。"],
  measure: ["Measure", "尺度"],
  ties: ["Ties", "提携"],
  tiesDef: [
    "Lineages that hold at the date, of the prefecture and its municipalities",
    "指定時点で有効な提携(県と県内市町村)",
  ],
  own: ["… of the prefecture itself", "うち県自体"],
  ownDef: ["Prefecture with state", "県と州の提携"],
  municipal: ["… of municipalities", "うち市町村"],
  municipalDef: [
    "Municipality with county, city or town; cross-level ties apart",
    "市町村と郡・市・町の提携(階層の異なるものを除く)",
  ],
  perCapita: ["Ties per 100,000", "人口10万人あたりの提携"],
  perCapitaDef: ["Ties by the residents of {date}", "{date}の人口による"],
  states: ["States reached", "結ばれた州の数"],
  statesDef: ["Different states among the partners", "相手の州の異なり数"],
  first: ["First decade of signing", "最初の締結の年代"],
  firstDef: ["Of the ties counted here", "ここで数えた提携のうち"],
  organizations: ["Organizations", "団体"],
  organizationsDef: ["Located in the prefecture", "県内に所在するもの"],
  ngo: ["… NGOs", "うち民間団体"],
  ngoDef: ["By the sector of the record", "記録の部門による"],
  government: ["… governments", "うち行政"],
  governmentDef: ["Central, prefectural, municipal and quasi-governmental", "中央・都道府県・市町村・準政府機関"],
  programs: ["Programs", "事業"],
  programsDef: [
    "In which a body of the prefecture takes part, or which it organizes",
    "県内の団体が参加または主催するもの",
  ],
  economy: ["… tied to the economy, %", "うち経済関係の割合(%)"],
  economyDef: ["Share of programs with the theme economy", "分野に経済を含む事業の割合"],
  decades: ["Signed, decade by decade", "年代別の締結数"],
  csv: ["For Excel (CSV)", "Excel 用(CSV)"],
  most: ["highest", "最多"],
  caption: ["Measures, {when}", "尺度の比較({when})"],
  unknown: ["unknown", "不明"],
});

const MAX = 7;

export default function Compare(): JSX.Element {
  const chosen = listOf(location.value.params, "prefectures")
    .filter((id) => /^jp-\d\d$/.test(id))
    .slice(0, MAX);
  const set = (ids: readonly string[]): void => ask({ prefectures: ids.join(",") });
  return (
    <div class="page compare">
      <h1>{say("title")}</h1>
      <p class="lead">{say("lead")}</p>
      <div class="toolbar no-print chooser">
        <Search
          label={say("add")}
          placeholder={say("add")}
          kinds={["prefecture"]}
          onPick={(n) => set([...new Set([...chosen, n.id])].slice(0, MAX))}
        />
        <button type="button" class="chip" onClick={() => set(STUDY_PREFECTURES)}>
          {say("seven")}
        </button>
      </div>
      {chosen.length < 2 ? <p class="empty-state">{say("few")}</p> : <Measures chosen={chosen} set={set} />}
    </div>
  );
}

function Measures({ chosen, set }: { chosen: string[]; set: (ids: readonly string[]) => void }): JSX.Element {
  const tally = (rows: string, cols: string, count?: string): Request => ({
    path: "/tally",
    params: { ...common(), rows, cols, prefecture: chosen, count },
  });
  const requests = [
    tally("prefecture", "level"),
    tally("prefecture", "state"),
    tally("prefecture", "decade"),
    tally("prefecture", "sector", "organizations"),
  ];
  const tallies = useAll<Tally>(requests);
  const programs = useAll<Network>(
    chosen.map((id) => ({
      path: "/graph",
      params: { ...common(), prefecture: id, edge_kind: ["organizes", "takes_part_in"] },
    })),
  );
  const bodies = useAll<{ node: GraphNode }>(
    chosen.map((id) => ({ path: `/nodes/${id}`, params: { lang: lang.value } })),
  );
  const [level, state, decade, sector] = tallies.data;
  const measured = chosen.map((id, i) =>
    measuresOf(id, { level, state, decade, sector, programs: programs.data[i], body: bodies.data[i]?.node }),
  );
  const name = (m: Measured, i: number): string =>
    bodies.data[i]?.node.label ?? STUDY_NAMES[m.id]?.[lang.value === "ja" ? 1 : 0] ?? m.id;
  const names = measured.map((m, i) => bare(name(m, i)));
  const date = sayDate(measured.find((m) => m.populationDate)?.populationDate ?? "", lang.value);
  return (
    <>
      <AnswerStatus of={{ ...tallies.status, data: tallies.data[0] }} />
      <div class="toolbar spread no-print">
        <div class="toolbar">
          {chosen.map((id, i) => (
            <button
              type="button"
              class="chip"
              key={id}
              aria-label={say("remove", { name: names[i] ?? id })}
              onClick={() => set(chosen.filter((x) => x !== id))}
            >
              {names[i]}&nbsp;×
            </button>
          ))}
        </div>
        <Share
          title={say("title")}
          requests={requests}
          formats={[
            ["json", "JSON"],
            ["csv", "CSV"],
          ]}
        />
      </div>
      <div class={tallies.status.loading ? "stale" : ""}>
        <MeasureTable measured={measured} names={names} date={date} />
        <p>
          <button type="button" class="link small" onClick={() => save(measured, names)}>
            {say("csv")}
          </button>
        </p>
        <h2>{say("decades")}</h2>
        <Multiples measured={measured} names={names} />
      </div>
    </>
  );
}

type Key =
  | "ties"
  | "own"
  | "municipal"
  | "perCapita"
  | "states"
  | "first"
  | "organizations"
  | "ngo"
  | "government"
  | "programs"
  | "economy";
const ROWS: Key[] = [
  "ties",
  "own",
  "municipal",
  "perCapita",
  "states",
  "first",
  "organizations",
  "ngo",
  "government",
  "programs",
  "economy",
];

/** Where a figure opens its records. */
const opens = (key: Key, id: string): string | undefined => {
  if (key === "ties" || key === "perCapita" || key === "states" || key === "first" || key === "municipal")
    return href("/explore", { from: id, base: "partners", sel: id });
  if (key === "own") return href("/explore", { from: id, edge_kind: "sister_of" });
  return href(`/prefectures/${id}`);
};

function MeasureTable({ measured, names, date }: { measured: Measured[]; names: string[]; date: string }): JSX.Element {
  return (
    <div class="scroll-x" tabIndex={0} role="region" aria-label={say("title")}>
      <table class="grid-table measures">
        <caption>{say("caption", { when: sayTime(time()) })}</caption>
        <thead>
          <tr>
            <th scope="col">{say("measure")}</th>
            {measured.map((m, i) => (
              <th scope="col" class="n" key={m.id}>
                <a href={href(`/prefectures/${m.id}`)}>{names[i]}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map((key) => {
            const values = measured.map((m) => m[key]);
            const top = key === "first" ? undefined : Math.max(...values.map((v) => v ?? -1));
            return (
              <tr key={key}>
                <th scope="row">
                  {say(key)}
                  <small>{say(`${key}Def`, { date })}</small>
                </th>
                {measured.map((m, i) => {
                  const v = values[i];
                  const to = opens(key, m.id);
                  const best = v !== undefined && v === top && v > 0;
                  const said = v === undefined ? "–" : key === "first" ? String(v) : number(v);
                  return (
                    <td key={m.id} class={best ? "n best" : "n"}>
                      {v !== undefined && to ? <a href={to}>{said}</a> : said}
                      {best && <span class="visually-hidden"> ({say("most")})</span>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Multiples({ measured, names }: { measured: Measured[]; names: string[] }): JSX.Element {
  const decades = [...new Set(measured.flatMap((m) => [...m.decades.keys()]))].sort();
  const top = Math.max(1, ...measured.flatMap((m) => [...m.decades.values()]));
  return (
    <ul class="plain multiples">
      {measured.map((m, i) => (
        <li key={m.id}>
          <h3>{names[i]}</h3>
          <ol class="plain bars">
            {decades.map((d) => {
              const n = m.decades.get(d) ?? 0;
              return (
                <li key={d}>
                  <b class="num">{n || ""}</b>
                  <i style={{ height: `${(n / top) * 5}rem` }} aria-hidden="true" />
                  <span class="num">{d === "unknown" ? "?" : `’${d.slice(2)}`}</span>
                  <span class="visually-hidden">{d === "unknown" ? say("unknown") : d}</span>
                </li>
              );
            })}
          </ol>
        </li>
      ))}
    </ul>
  );
}

function save(measured: Measured[], names: string[]): void {
  const rows = ROWS.map((key) => [say(key), ...measured.map((m) => m[key] ?? "")]);
  download(
    fileName(["compare", ...measured.map((m) => m.id)], "csv"),
    csv([[say("measure"), ...names], ...rows]),
    "text/csv",
  );
}
