/** Two to seven prefectures on the same measures, each defined, each figure opening its records; decades as small multiples. */
import type { JSX } from "preact";
import { sayTime } from "../../components/DateRail";
import { Search } from "../../components/Search";
import { usePicture } from "../../components/picture";
import { Share } from "../../components/Share";
import { AnswerStatus } from "../../components/Status";
import { address, type Request } from "../../lib/api";
import { timeParams } from "../../lib/date";
import { ask, href, listOf, location } from "../../lib/location";
import { lang } from "../../lib/prefs";
import { STUDY_NAMES, STUDY_PREFECTURES, time } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { bare } from "../../lib/say";
import type { CompareAnswer, Measure } from "../../lib/types";
import { aside, number, percent, words } from "../../lib/words";
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
  ties: ["Affiliations", "提携"],
  signings: ["Signings", "締結"],
  reach: ["Reach", "広がり"],
  organizations: ["Organizations", "団体"],
  programs: ["Programs and events", "交流事業"],
  economy: ["Link to the economy", "経済との関わり"],
  possible: ["of these {n} possible", "うち可能性{n}"],
  undated: ["+{n} undated", "ほか日付不明{n}"],
  besides: ["~n: of these only possible · +n: besides, undated", "~n：うち可能性のみ　+n：ほかに日付不明"],
  parts: ["Parts and definitions", "内訳と定義"],
  decades: ["Signed, decade by decade", "年代別の締結数"],
  excel: ["For Excel (XLSX)", "Excel 用（XLSX）"],
  best: ["first of those compared", "比較中の首位"],
  caption: ["Measures, {when}", "尺度の比較（{when}）"],
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
  const request: Request = {
    path: "/compare",
    params: { ...timeParams(time()), lang: lang.value, prefectures: chosen },
  };
  const answer = useApi<CompareAnswer>(request);
  const data = answer.data;
  const byId = new Map(data?.prefectures.map((p) => [p.id, p]));
  const name = (id: string): string =>
    bare(byId.get(id)?.label ?? STUDY_NAMES[id]?.[lang.value === "ja" ? 1 : 0] ?? id);
  // While the next answer is on its way, the columns are those of the answer that stands.
  const shown = data?.prefectures.map((p) => p.id) ?? [];
  // The chosen stand in the order of the columns, one that has none yet behind them.
  const column = (id: string): number => (shown.includes(id) ? shown.indexOf(id) : shown.length);
  const byColumn = (a: string, b: string): number => column(a) - column(b);
  const { ref, picture } = usePicture<HTMLDivElement>({ title: say("title"), version: data?.meta.dataset_version });
  return (
    <>
      <div class="toolbar spread no-print">
        <div class="toolbar">
          {[...chosen].sort(byColumn).map((id) => (
            <button
              type="button"
              class="chip"
              key={id}
              aria-label={say("remove", { name: name(id) })}
              onClick={() => set(chosen.filter((x) => x !== id))}
            >
              {name(id)}&nbsp;×
            </button>
          ))}
        </div>
        <div class="toolbar">
          <a class="btn" download href={address({ ...request, params: { ...request.params, format: "xlsx" } })}>
            {say("excel")}
          </a>
          <Share
            title={say("title")}
            requests={[request]}
            formats={[
              ["html", "HTML"],
              ["md", "Markdown"],
              ["json", "JSON"],
              ["csv", "CSV (zip)"],
              ["xlsx", "Excel (XLSX)"],
            ]}
            picture={data && picture}
          />
        </div>
      </div>
      <AnswerStatus of={answer} />
      {data ? (
        <div class={answer.loading ? "stale" : ""} ref={ref}>
          <h2>{say("decades")}</h2>
          <Multiples measures={data.measures} ids={shown} name={name} />
          <MeasureTable measures={data.measures} ids={shown} name={name} />
        </div>
      ) : (
        !answer.problem && <div class="skeleton" />
      )}
    </>
  );
}

const GROUPS = ["ties", "signings", "reach", "organizations", "programs", "economy"] as const;
const DECADE = /^signed-(\d{4})$/;

/** Where a figure opens its records. */
const opens = (m: Measure, id: string): string =>
  ["ties", "signings", "reach"].includes(m.group)
    ? href("/explore", { from: id, base: "partners" })
    : href(`/prefectures/${id}`);

function sayValue(m: Measure, value: number): string {
  if (m.unit === "year") return String(value);
  if (m.unit === "share") return percent(value, value > 0 && value < 0.1 ? 1 : 0);
  return number(Math.round(100 * value) / 100);
}

interface Columns {
  measures: readonly Measure[];
  ids: readonly string[];
  name: (id: string) => string;
}

/** On a phone, where every measure has a line of its own, the parts and definitions come on request. */
function MeasureTable({ measures, ids, name }: Columns): JSX.Element {
  const whole = location.value.params.get("parts") === "all";
  return (
    <div class={`scroll-x${whole ? "" : " short"}`} tabIndex={0} role="region" aria-label={say("title")}>
      <p class="narrow no-print">
        <label class="toggle">
          <input
            type="checkbox"
            checked={whole}
            onChange={() => ask({ parts: whole ? null : "all" }, { replace: true })}
          />
          <span>{say("parts")}</span>
        </label>
        <small class="muted">{say("besides")}</small>
      </p>
      <table
        class={ids.length > 4 ? "grid-table measures many" : "grid-table measures"}
        style={{ "--columns": ids.length }}
      >
        <caption>{say("caption", { when: sayTime(time()) })}</caption>
        <thead>
          <tr>
            <th scope="col">{say("measure")}</th>
            {ids.map((id) => (
              <th scope="col" class="n" key={id}>
                <a href={href(`/prefectures/${id}`)}>{name(id)}</a>
              </th>
            ))}
          </tr>
        </thead>
        {GROUPS.map((group) => {
          const rows = measures.filter((m) => m.group === group && !DECADE.test(m.key));
          return (
            <tbody key={group}>
              <tr class="group">
                <th scope="rowgroup" colSpan={ids.length + 1}>
                  {say(group)}
                </th>
              </tr>
              {rows.map((m) => (
                <MeasureRow key={m.key} m={m} ids={ids} part={m.key.startsWith(`${rows[0]?.key}-`)} />
              ))}
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

/** One measure; where it is a part of the one above it, the label says all. */
function MeasureRow({ m, ids, part }: { m: Measure; ids: readonly string[]; part: boolean }): JSX.Element {
  const differ = new Set(ids.map((id) => m.values[id])).size > 1;
  return (
    <tr class={part ? "part" : ""}>
      <th scope="row" title={m.definition[lang.value]}>
        {m.label[lang.value]}
        {!part && <small>{m.definition[lang.value]}</small>}
      </th>
      {ids.map((id) => {
        const value = m.values[id];
        const best = differ && m.ranks[id] === 1 && Boolean(value);
        const possible = m.possible[id] ?? 0;
        const undated = m.undated[id] ?? 0;
        return (
          <td key={id} class={best ? "n best" : "n"}>
            {value === null || value === undefined ? "–" : <a href={opens(m, id)}>{sayValue(m, value)}</a>}
            {best && <span class="visually-hidden">{aside(say("best"))}</span>}
            {possible > 0 && <small class="wide">{say("possible", { n: possible })}</small>}
            {undated > 0 && <small class="wide">{say("undated", { n: undated })}</small>}
            {possible > 0 && <small class="narrow">~{number(possible)}</small>}
            {undated > 0 && <small class="narrow">+{number(undated)}</small>}
          </td>
        );
      })}
    </tr>
  );
}

function Multiples({ measures, ids, name }: Columns): JSX.Element {
  const decades = measures.filter((m) => DECADE.test(m.key));
  const top = Math.max(1, ...decades.flatMap((m) => ids.map((id) => m.values[id] ?? 0)));
  return (
    <ul class="plain multiples">
      {ids.map((id) => (
        <li key={id}>
          <h3>{name(id)}</h3>
          <ol class="plain bars">
            {decades.map((m) => {
              const n = m.values[id] ?? 0;
              const decade = DECADE.exec(m.key)?.[1] ?? "";
              return (
                <li key={m.key}>
                  <b class="num">{n || ""}</b>
                  <i style={{ "--part": n / top }} aria-hidden="true" />
                  <span class="num" aria-hidden="true">
                    ’{decade.slice(2)}
                  </span>
                  <span class="visually-hidden">{m.label[lang.value]}</span>
                </li>
              );
            })}
          </ol>
        </li>
      ))}
    </ul>
  );
}
