/** Columns with other names: which of ours is each column of a file, asked where they could not be read. */
import type { JSX } from "preact";
import { words } from "../../lib/words";

const say = words({
  title: ["Which column is which?", "列の対応づけ"],
  help: [
    "The columns of {file} have other names than the project’s. Say what each of them is, and check again.",
    "{file}の列名がプロジェクトの形式と異なります。それぞれの列の意味を選び、もう一度検査してください。",
  ],
  table: ["Rows are", "行の種類"],
  column: ["Column of the file", "ファイルの列"],
  is: ["is", "意味"],
  choose: ["– choose –", "– 選択 –"],
  leave: ["leave it aside", "使わない"],
  lacks: ["Needed for new records: {columns}.", "新しいレコードに必要な列：{columns}。"],
  again: ["Check again", "もう一度検査"],
});

/** One of our tables. */
export interface OurTable {
  table: string;
  columns: string[];
  required: string[];
}

/** A file whose columns could not be read. */
export interface Unread {
  file: string;
  table?: string;
  header?: string[];
}

/** Of a file: the table that its rows are of, and our column of each of its own. */
export interface Mapping {
  table: string;
  columns: Readonly<Record<string, string>>;
}

/** The API's name for a column that is not used. */
const ASIDE = "-";

/** What is known before anybody chose: the columns that have our names. */
export function firstMapping(file: Unread, tables: readonly OurTable[], table = file.table ?? ""): Mapping {
  const ours = tables.find((t) => t.table === table)?.columns ?? [];
  const same = (file.header ?? []).map((h) => [h, ours.find((c) => c === h.trim().toLowerCase()) ?? ""]);
  return { table, columns: Object.fromEntries(same) as Record<string, string> };
}

/** The mapping as the API takes it: ties.partner=Sister City. */
export const mapParameter = ({ table, columns }: Mapping): string[] =>
  Object.entries(columns)
    .filter(([theirs, ours]) => ours !== "" && theirs.trim() !== "")
    .map(([theirs, ours]) => (ours === ASIDE ? `${ASIDE}=${theirs}` : `${table}.${ours}=${theirs}`));

/** The columns that a new record needs and no column of the file is. */
const lacking = (m: Mapping, tables: readonly OurTable[]): string[] =>
  (tables.find((t) => t.table === m.table)?.required ?? []).filter((c) => !Object.values(m.columns).includes(c));

export function Columns(props: {
  file: Unread;
  tables: readonly OurTable[];
  mapping: Mapping;
  change: (m: Mapping) => void;
  check: () => void;
}): JSX.Element {
  const { file, tables, mapping: m, change } = props;
  const ours = tables.find((t) => t.table === m.table);
  const taken = new Set(Object.values(m.columns));
  const lacks = lacking(m, tables);
  const headers = [...new Set(file.header ?? [])].filter((h) => h.trim() !== "");
  return (
    <form class="column-map" aria-label={say("title")} onSubmit={(e) => (e.preventDefault(), props.check())}>
      <h4>{say("title")}</h4>
      <p>{say("help", { file: file.file })}</p>
      <label class="field">
        {say("table")}
        <select
          class="input"
          value={m.table}
          disabled={tables.some((t) => file.file.toLowerCase().startsWith(`${t.table}.`))}
          onChange={(e) => change(firstMapping(file, tables, e.currentTarget.value))}
        >
          <option value="">{say("choose")}</option>
          {tables.map((t) => (
            <option key={t.table}>{t.table}</option>
          ))}
        </select>
      </label>
      {ours && (
        <table class="grid-table">
          <thead>
            <tr>
              <th scope="col">{say("column")}</th>
              <th scope="col">{say("is")}</th>
            </tr>
          </thead>
          <tbody>
            {headers.map((h) => (
              <tr key={h}>
                <th scope="row">
                  <bdi>{h}</bdi>
                </th>
                <td>
                  <select
                    class="input"
                    aria-label={h}
                    value={m.columns[h] ?? ""}
                    onChange={(e) => change({ ...m, columns: { ...m.columns, [h]: e.currentTarget.value } })}
                  >
                    <option value="">{say("choose")}</option>
                    <option value={ASIDE}>{say("leave")}</option>
                    {ours.columns.map((c) => (
                      <option key={c} disabled={taken.has(c) && m.columns[h] !== c}>
                        {c}
                      </option>
                    ))}
                  </select>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {ours && lacks.length > 0 && <p class="small muted">{say("lacks", { columns: lacks.join(", ") })}</p>}
      <button class="btn primary" disabled={!ours}>
        {say("again")}
      </button>
    </form>
  );
}
