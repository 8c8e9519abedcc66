/** A change of the data: a table, a workbook or a zip is checked row by row, and applied or discarded. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { announce } from "../../components/Live";
import { ProblemNote } from "../../components/Status";
import { post, type Problem } from "../../lib/api";
import { asProblem } from "../../lib/resource";
import type { ImportAnswer } from "../../lib/types";
import { number, words } from "../../lib/words";
import { Columns, firstMapping, mapParameter, type Mapping, type OurTable, type Unread } from "./Columns";
import { changed, writeKey } from "./edition";

const say = words({
  altered: [
    "{name} has been changed since it was chosen. Choose it again to check it as it is now.",
    "{name}は選択後に変更されました。もう一度選び直してください。",
  ],
  title: ["Change the data", "データを変更する"],
  help: [
    "A table (CSV, TSV), a workbook (XLSX) or a zip of them, in the project’s format. It is checked first, row by row; nothing is written until you apply it.",
    "プロジェクトの形式の表（CSV・TSV）、ブック（XLSX）、またはそれらの zip を使います。まず1行ずつ検査し、適用するまで何も書き込みません。",
  ],
  key: ["Write key", "書き込みキー"],
  keyHelp: [
    "Checking a file needs a write key of this enishi (enishi key create NAME); it is kept in memory until you leave the page.",
    "検査には、この enishi の書き込みキー（enishi key create NAME で作成）が必要です。キーはページを離れるまでメモリーにのみ保持します。",
  ],
  drop: ["Drop a file here, or choose one", "ここにファイルを置くか、選んでください"],
  replace: ["It is the whole dataset: every other record goes", "全データとして扱う（ほかのレコードは削除）"],
  note: ["Note of the release", "リリースの注"],
  check: ["Check", "検査"],
  busy: ["Checking …", "検査中…"],
  applying: ["Applying …", "適用中…"],
  apply: ["Apply", "適用"],
  discard: ["Discard", "破棄"],
  type: ["“{name}” is no CSV, TSV, XLSX or zip file.", "「{name}」は CSV・TSV・XLSX・zip のいずれでもありません。"],
  report: ["Report on {name}", "{name}の検査結果"],
  rows: [
    "{n} row: {accepted} accepted, {unchanged} unchanged, {merged} merged, {rejected} rejected.|{n} rows: {accepted} accepted, {unchanged} unchanged, {merged} merged, {rejected} rejected.",
    "{n}行：受理{accepted}、変更なし{unchanged}、統合{merged}、却下{rejected}。",
  ],
  diff: [
    "Records: {added} added, {changed} changed, {removed} removed.",
    "レコード：追加{added}、変更{changed}、削除{removed}。",
  ],
  unsound: [
    "Mend these rows and check again; nothing can be applied yet.",
    "次の行を直して再検査してください。まだ適用できません。",
  ],
  nothing: [
    "Everything in it is on record already: nothing changes, and no release is made.",
    "すべて記録済みです。変更はなく、リリースも作られません。",
  ],
  applied: ["Applied as release {id}.", "リリース{id}として適用しました。"],
  faults: ["What is wrong", "誤り"],
  remarks: ["Perhaps not what was meant", "確認が必要な点"],
  outcomes: ["Row by row", "行ごとの結果"],
  changes: ["What changes", "変更内容"],
  where: ["File and line", "ファイルと行"],
  column: ["Column", "列"],
  value: ["Value", "値"],
  reason: ["What is wrong", "誤り"],
  fix: ["What would be right", "正しい形"],
  outcome: ["Outcome", "結果"],
  records: ["Records", "レコード"],
  change: ["Change", "変更"],
  fields: ["Fields", "項目"],
  accepted: ["accepted", "受理"],
  unchanged: ["unchanged", "変更なし"],
  merged: ["merged", "統合"],
  rejected: ["rejected", "却下"],
  added: ["added", "追加"],
  changed: ["changed", "変更"],
  removed: ["removed", "削除"],
  more: ["and {n} more", "ほか{n}件"],
});

interface Fault {
  file?: string;
  line?: number;
  column?: string;
  value?: string;
  reason: string;
  fix?: string;
}

/** The importer's report, as far as the page shows it. */
interface Report {
  files: Unread[];
  /** Ours, where the columns of a file could not be read. */
  tables?: OurTable[];
  rows: number;
  accepted: number;
  unchanged: number;
  merged: number;
  rejected: number;
  faults: Fault[];
  further_faults?: number;
  remarks?: Fault[];
  sound: boolean;
  counts: { added: number; changed: number; removed: number };
  changes?: { kind: string; id: string; change: "added" | "changed" | "removed"; fields?: string[] }[];
  results?: {
    file: string;
    line: number;
    outcome: "accepted" | "unchanged" | "merged" | "rejected";
    records?: string[];
  }[];
}

const TYPES: Record<string, string> = {
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  zip: "application/zip",
};
const typeOf = (name: string): string | undefined => TYPES[name.split(".").at(-1)?.toLowerCase() ?? ""];

/** As many lines of a table as are listed. */
const LISTED = 200;

type Step =
  | { at: "choose" }
  | { at: "checking" | "applying" }
  | { at: "checked"; report: Report }
  | { at: "applied"; words: string };

export function Upload(): JSX.Element {
  const [file, setFile] = useState<File>();
  const [replace, setReplace] = useState(false);
  const [note, setNote] = useState("");
  const [step, setStep] = useState<Step>({ at: "choose" });
  const [problem, setProblem] = useState<Problem>();
  const [odd, setOdd] = useState("");
  const [mapping, setMapping] = useState<Mapping>();

  const choose = (f: File | undefined, why = ""): void => {
    setStep({ at: "choose" });
    setProblem(undefined);
    setMapping(undefined);
    setOdd(f && !typeOf(f.name) ? say("type", { name: f.name }) : why);
    setFile(f && typeOf(f.name) ? f : undefined);
  };
  const send = async (dryRun: boolean): Promise<void> => {
    if (!file) return;
    setProblem(undefined);
    setStep({ at: dryRun ? "checking" : "applying" });
    try {
      const params = { name: file.name, replace: String(replace), dry_run: String(dryRun), note: dryRun ? null : note };
      const each = { map: mapping ? mapParameter(mapping) : [] };
      const answer = await post<ImportAnswer>({ path: "/imports", params, each }, writeKey.value, {
        content: file,
        type: typeOf(file.name) ?? "",
      });
      const report = answer.report as unknown as Report;
      if (dryRun) setStep({ at: "checked", report });
      else {
        const words = answer.release ? say("applied", { id: answer.release.id }) : say("nothing");
        setStep({ at: "applied", words });
        setFile(undefined);
        setMapping(undefined);
        announce(words);
        changed();
      }
    } catch (e) {
      if (await isReadable(file)) setProblem(asProblem(e));
      else choose(undefined, say("altered", { name: file.name }));
      setStep({ at: "choose" });
    }
  };
  const busy = step.at === "checking" || step.at === "applying";
  return (
    <details class="change no-print">
      <summary>
        <h2>{say("title")}</h2>
      </summary>
      <p>{say("help")}</p>
      <form class="toolbar" onSubmit={(e) => (e.preventDefault(), void send(true))}>
        <label class="field">
          {say("key")}
          <input
            class="input"
            type="password"
            autocomplete="off"
            value={writeKey.value}
            title={say("keyHelp")}
            onInput={(e) => (writeKey.value = e.currentTarget.value.trim())}
          />
        </label>
        <label
          class="drop"
          onDragOver={(e) => e.preventDefault()}
          onDrop={(e) => {
            e.preventDefault();
            choose(e.dataTransfer?.files[0]);
          }}
        >
          <input
            class="visually-hidden"
            type="file"
            accept={Object.keys(TYPES)
              .map((x) => `.${x}`)
              .join()}
            onClick={(e) => (e.currentTarget.value = "")} // the same file, mended, can be chosen again
            onChange={(e) => choose(e.currentTarget.files?.[0])}
          />
          <bdi>{file?.name ?? say("drop")}</bdi>
        </label>
        <label class="toggle">
          <input
            type="checkbox"
            checked={replace}
            onChange={(e) => {
              setReplace(e.currentTarget.checked);
              setStep({ at: "choose" });
            }}
          />
          <span>{say("replace")}</span>
        </label>
        <button class="btn primary" disabled={!file || !writeKey.value || busy}>
          {say("check")}
        </button>
      </form>
      <p class="small muted">{say("keyHelp")}</p>
      {odd && (
        <p class="status bad" role="alert">
          {odd}
        </p>
      )}
      {problem && <ProblemNote problem={problem} />}
      {busy && (
        <p class="status" role="status">
          {say(step.at === "checking" ? "busy" : "applying")}
        </p>
      )}
      {step.at === "applied" && (
        <p class="status quiet" role="status">
          {step.words}
        </p>
      )}
      {step.at === "checked" && file && (
        <Checked
          report={step.report}
          name={file.name}
          mapping={mapping}
          setMapping={setMapping}
          check={() => send(true)}
          note={note}
          setNote={setNote}
          apply={() => send(false)}
          discard={() => choose(undefined)}
        />
      )}
    </details>
  );
}

function Checked(props: {
  report: Report;
  name: string;
  mapping: Mapping | undefined;
  setMapping: (m: Mapping) => void;
  check: () => void;
  note: string;
  setNote: (note: string) => void;
  apply: () => void;
  discard: () => void;
}): JSX.Element {
  const { report: r, name } = props;
  const { added, changed: differ, removed } = r.counts;
  const any = added + differ + removed > 0;
  const unread = r.files.length === 1 ? r.files[0] : undefined;
  return (
    <div role="region" aria-label={say("report", { name })}>
      <h3>{say("report", { name })}</h3>
      <p class="num" role="status">
        {say("rows", {
          n: r.rows,
          accepted: r.accepted,
          unchanged: r.unchanged,
          merged: r.merged,
          rejected: r.rejected,
        })}{" "}
        {say("diff", { added, changed: differ, removed })}
      </p>
      {!r.sound && !unread?.header && <p class="status bad">{say("unsound")}</p>}
      {r.sound && !any && <p class="status quiet">{say("nothing")}</p>}
      {unread?.header && r.tables && (
        <Columns
          file={unread}
          tables={r.tables}
          mapping={props.mapping ?? firstMapping(unread, r.tables)}
          change={props.setMapping}
          check={props.check}
        />
      )}
      <Listed
        title={say("faults")}
        open
        head={[say("where"), say("column"), say("value"), say("reason"), say("fix")]}
        rows={r.faults.map((f) => [place(f), f.column, f.value, f.reason, f.fix])}
        more={r.further_faults}
      />
      <Listed
        title={say("remarks")}
        open
        head={[say("where"), say("column"), say("value"), say("reason"), say("fix")]}
        rows={(r.remarks ?? []).map((f) => [place(f), f.column, f.value, f.reason, f.fix])}
      />
      <Listed
        title={say("changes")}
        open={r.sound}
        head={[say("records"), say("change"), say("fields")]}
        rows={(r.changes ?? []).map((c) => [c.id, say(c.change), c.fields?.join(", ")])}
      />
      <Listed
        title={say("outcomes")}
        head={[say("where"), say("outcome"), say("records")]}
        rows={(r.results ?? []).map((x) => [place(x), say(x.outcome), x.records?.join(", ")])}
      />
      <div class="toolbar">
        {r.sound && any && (
          <>
            <label class="field">
              {say("note")}
              <input
                class="input"
                value={props.note}
                maxLength={1000}
                onInput={(e) => props.setNote(e.currentTarget.value)}
              />
            </label>
            <button type="button" class="btn primary" onClick={props.apply}>
              {say("apply")}
            </button>
          </>
        )}
        <button type="button" class="btn" onClick={props.discard}>
          {say("discard")}
        </button>
      </div>
    </div>
  );
}

/** A browser refuses to read a file that was written to since it was chosen. */
const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

const place = ({ file = "", line }: { file?: string; line?: number }): string => (line ? `${file}:${line}` : file);

function Listed(props: {
  title: string;
  head: string[];
  rows: (string | undefined)[][];
  more?: number | undefined;
  open?: boolean;
}): JSX.Element | null {
  const { title, head, rows, more = 0, open = false } = props;
  if (rows.length === 0) return null;
  const left = more + Math.max(0, rows.length - LISTED);
  return (
    <details open={open}>
      <summary>
        {title} <b class="num">{number(rows.length + more)}</b>
      </summary>
      <div class="scroll-x" tabIndex={0} role="region" aria-label={title}>
        <table class="grid-table">
          <thead>
            <tr>
              {head.map((h) => (
                <th key={h} scope="col">
                  {h}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, LISTED).map((cells, i) => (
              <tr key={i}>
                {cells.map((c, k) => (
                  <td key={k}>
                    <bdi>{c ?? ""}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && <p class="small muted">{say("more", { n: left })}</p>}
    </details>
  );
}
