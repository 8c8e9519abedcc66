/** Prefecture × state, counted by lineages; by date, or decade by decade. A cell opens the ties behind it. */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { sayTime } from "../../components/DateRail";
import { usePicture } from "../../components/picture";
import { Share } from "../../components/Share";
import { AnswerStatus } from "../../components/Status";
import { csv, download, fileName } from "../../lib/download";
import { ask, href, location } from "../../lib/location";
import { usePrefectures } from "../../lib/places";
import { lang } from "../../lib/prefs";
import { common, STUDY_PREFECTURES, time } from "../../lib/question";
import { useApi } from "../../lib/resource";
import { bare } from "../../lib/say";
import type { Tally } from "../../lib/types";
import { number, words } from "../../lib/words";
import { Choice } from "../explore/Filters";
import { rowsOf, sayLevels } from "./levels";
import "./matrix.css";

const say = words({
  title: ["Prefectures and states", "都道府県と州"],
  lead: [
    "How many ties join each prefecture with each state, the prefecture’s own and those of its municipalities. A cell opens the ties behind it.",
    "各都道府県（県と県内市町村）と各州の間の提携数。マスを選ぶと、その提携が開きます。",
  ],
  cols: ["Columns", "列"],
  state: ["states", "州"],
  decade: ["decades of signing", "締結の年代"],
  tie_kind: ["kinds of tie", "提携の種類"],
  level: ["levels", "階層"],
  rows: ["Rows", "行"],
  prefecture: ["all prefectures", "全都道府県"],
  study: ["the seven of the study", "調査対象の7県"],
  region: ["regions", "地方"],
  total: ["Total", "計"],
  caption: ["{n} tie, {when}|{n} ties, {when}", "{n}件（{when}）"],
  cell: ["{row} – {col}: {n} tie{levels}|{row} – {col}: {n} ties{levels}", "{row}と{col}：{n}件{levels}"],
  none: ["No ties hold at this date.", "この時点の提携はありません。"],
  csv: ["For Excel (CSV)", "Excel 用（CSV）"],
  legend: ["Ties in a cell", "1マスの提携数"],
  more: ["8 and more", "8以上"],
  unknown: ["unknown", "不明"],
});

const COLS = ["state", "decade", "tie_kind", "level"] as const;
const ROWS = ["prefecture", "study", "region"] as const;
const pick = <T extends string>(all: readonly T[], v: string | null): T =>
  all.includes(v as T) ? (v as T) : (all[0] as T);

const shade = (n: number): number => (n >= 8 ? 4 : n >= 4 ? 3 : n >= 2 ? 2 : 1);

export default function Matrix(): JSX.Element {
  const params = location.value.params;
  const cols = pick(COLS, params.get("cols"));
  const rows = pick(ROWS, params.get("rows"));
  const request = {
    path: "/tally",
    params: {
      ...common(),
      rows: rows === "region" ? "region" : "prefecture",
      cols,
      prefecture: rows === "study" ? STUDY_PREFECTURES : null,
    },
  };
  const answer = useApi<Tally>(request);
  const t = answer.data;
  const prefectures = usePrefectures();
  const inRow = (key: string): string =>
    rows === "region"
      ? prefectures
          .filter((p) => p.region === key)
          .map((p) => p.id)
          .join()
      : key;
  const when = sayTime(time());
  const { ref, picture } = usePicture<HTMLTableElement>({ title: say("title"), version: t?.meta.dataset_version });
  return (
    <div class="page matrix-page">
      <h1>{say("title")}</h1>
      <p class="lead">{say("lead")}</p>
      <div class="toolbar spread">
        <div class="toolbar">
          <Choice
            label={say("rows")}
            value={rows}
            options={ROWS.map((r) => [r, say(r)])}
            change={(v) => ask({ rows: v })}
          />
          <Choice
            label={say("cols")}
            value={cols}
            options={COLS.map((c) => [c, say(c)])}
            change={(v) => ask({ cols: v })}
          />
        </div>
        <Share
          title={say("title")}
          requests={[request]}
          formats={[
            ["json", "JSON"],
            ["csv", "CSV"],
          ]}
          picture={t && t.total > 0 ? picture : undefined}
        />
      </div>
      <AnswerStatus of={answer} />
      {t && t.total === 0 && <p class="empty-state">{say("none")}</p>}
      {t && t.total > 0 && (
        <div class={answer.loading ? "stale" : ""}>
          <Grid t={t} cols={cols} rows={rows} inRow={inRow} when={when} table={ref} />
          <p class="toolbar">
            <span class="small muted">{say("legend")}</span>
            <span class="small shades">
              {["1", "2–3", "4–7", say("more")].map((label, i) => (
                <i key={label} class={`v${i + 1}`}>
                  {label}
                </i>
              ))}
            </span>
            <button type="button" class="link small" onClick={() => save(t, cols)}>
              {say("csv")}
            </button>
          </p>
        </div>
      )}
    </div>
  );
}

function Grid(props: {
  t: Tally;
  cols: (typeof COLS)[number];
  rows: (typeof ROWS)[number];
  /** The prefectures of a row. */
  inRow: (key: string) => string;
  when: string;
  table: { current: HTMLTableElement | null };
}): JSX.Element {
  const { t, cols, rows, inRow, when } = props;
  const { cells, rowSums, colSums } = useMemo(() => sums(t), [t]);
  const label = (x: { key: string; label: string }): string => (x.key === "unknown" ? say("unknown") : bare(x.label));
  const short = (x: { key: string; label: string }): string =>
    cols === "state" && /^us-[a-z]{2}$/.test(x.key) && lang.value === "en" ? x.key.slice(3).toUpperCase() : label(x);
  return (
    <div class="scroll-x tall" tabIndex={0} role="region" aria-label={say("title")}>
      <table class={`matrix ${cols}`} ref={props.table}>
        <caption>{say("caption", { n: t.total, when })}</caption>
        <thead>
          <tr>
            <td />
            {t.cols.map((c) => (
              <th key={c.key} scope="col" title={label(c)}>
                <span aria-label={label(c)}>{short(c)}</span>
              </th>
            ))}
            <th scope="col">{say("total")}</th>
          </tr>
        </thead>
        <tbody>
          {t.rows.map((r) => (
            <tr key={r.key}>
              <th scope="row">
                {rows === "region" ? label(r) : <a href={href(`/prefectures/${r.key}`)}>{label(r)}</a>}
              </th>
              {t.cols.map((c) => {
                const cell = cells.get(`${r.key}\n${c.key}`);
                if (!cell) return <td key={c.key} />;
                const n = cell.count;
                const levels = cols === "level" ? "" : sayLevels(cell.levels);
                const name = say("cell", { row: label(r), col: label(c), n, levels });
                const to = opens(cols, inRow(r.key), c.key);
                return (
                  <td key={c.key} class={`v${shade(n)}`}>
                    {to ? (
                      <a href={to} title={name} aria-label={name}>
                        {number(n)}
                      </a>
                    ) : (
                      <span title={name}>{number(n)}</span>
                    )}
                  </td>
                );
              })}
              <td class="sum num">{number(rowSums.get(r.key) ?? 0)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{say("total")}</th>
            {t.cols.map((c) => (
              <td key={c.key} class="sum num">
                {number(colSums.get(c.key) ?? 0)}
              </td>
            ))}
            <td class="sum num">{number(t.total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

/** The ties behind a cell, where the explore view can ask for them. */
const opens = (cols: (typeof COLS)[number], prefectures: string, col: string): string | undefined =>
  prefectures === "" || prefectures === "unknown" || (cols === "state" && col === "unknown")
    ? undefined
    : href("/explore", { base: "whole", edge_kind: "sister_of", prefecture: prefectures, [cols]: col });

interface Sums {
  cells: Map<string, Tally["cells"][number]>;
  rowSums: Map<string, number>;
  colSums: Map<string, number>;
}

function sums(t: Tally): Sums {
  const cells: Sums["cells"] = new Map();
  const rowSums = new Map<string, number>();
  const colSums = new Map<string, number>();
  for (const c of t.cells) {
    if (c.count > 0) cells.set(`${c.row}\n${c.col}`, c);
    rowSums.set(c.row, (rowSums.get(c.row) ?? 0) + c.count);
    colSums.set(c.col, (colSums.get(c.col) ?? 0) + c.count);
  }
  return { cells, rowSums, colSums };
}

const save = (t: Tally, cols: (typeof COLS)[number]): void =>
  download(fileName(["matrix"], "csv"), csv(rowsOf(t, cols !== "level")), "text/csv");
