/** The states that every view shares: on its way, refused, cut, empty. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../lib/api";
import type { Resource } from "../lib/resource";
import type { Meta } from "../lib/types";
import { number, words } from "../lib/words";

const say = words({
  slow: [
    "Still waiting for the answer. What you see is the view before it.",
    "応答を待っています。表示は直前のものです。",
  ],
  slowFirst: ["Still waiting for the answer …", "応答を待っています…"],
  busy: ["The server is busy", "サーバーが混み合っています"],
  offline: ["The server does not answer", "サーバーから応答がありません"],
  again: ["Next try in {n} second.|Next try in {n} seconds.", "{n}秒後に再試行します。"],
  retry: ["Try again", "再試行"],
  kept: ["The view before it is kept below.", "直前の表示を残しています。"],
  offlineHelp: [
    "Check the connection, or whether enishi is still running, then try again.",
    "接続、または enishi が動作しているかを確認のうえ、再試行してください。",
  ],
  notFound: ["Not found", "見つかりません"],
  report: ["Request {id}", "リクエスト {id}"],
  truncated: ["Shown {shown} of {total}; cut by {by}.", "{total}件中{shown}件を表示（{by}の上限）。"],
  cut: ["The answer was cut by {by}.", "{by}の上限により一部のみ表示しています。"],
  limits: ["the limits of one answer", "一回の応答"],
});

/** What is to be said about an answer that is late, refused or failed; nothing when all is well. */
export function AnswerStatus({ of }: { of: Resource<unknown> }): JSX.Element | null {
  if (of.problem) return <ProblemNote problem={of.problem} retry={of.retry} kept={of.data !== undefined} />;
  if (of.loading && of.waiting) return <Waiting {...of.waiting} />;
  if (of.loading && of.slow)
    return (
      <div class="status" role="status">
        {say(of.data === undefined ? "slowFirst" : "slow")}
      </div>
    );
  return null;
}

function Waiting({ seconds, status }: { seconds: number; status: number }): JSX.Element {
  const [left, setLeft] = useState(Math.ceil(seconds));
  useEffect(() => {
    setLeft(Math.ceil(seconds));
    const timer = setInterval(() => setLeft((n) => Math.max(0, n - 1)), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return (
    <div class="status" role="status">
      <strong>{say(status === 0 ? "offline" : "busy")}</strong> {say("again", { n: left })}
    </div>
  );
}

export function ProblemNote(props: { problem: Problem; retry?: () => void; kept?: boolean }): JSX.Element {
  const { problem, retry, kept } = props;
  return (
    <div class="status bad" role="alert">
      <strong>{problem.offline ? say("offline") : problem.status === 404 ? say("notFound") : problem.title}</strong>
      <span>{problem.offline ? say("offlineHelp") : problem.detail}</span>
      {retry && (
        <button type="button" class="link" onClick={retry}>
          {say("retry")}
        </button>
      )}
      {kept && <span class="muted">{say("kept")}</span>}
      {problem.requestId && <span class="muted small">{say("report", { id: problem.requestId })}</span>}
      {problem.errors.length > 0 && (
        <ul>
          {problem.errors.map((e) => (
            <li key={e.parameter ?? e.pointer}>
              <code>{e.parameter ?? e.pointer}</code> {e.detail}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const sum = (v: Meta["shown"]): number | undefined =>
  typeof v === "number" ? v : v ? (v.nodes ?? 0) + (v.edges ?? 0) : undefined;

/** Says on screen what an answer left out, and offers the way on. */
export function CutNote({ meta, children }: { meta: Meta; children?: ComponentChildren }): JSX.Element | null {
  if (!meta.truncated) return null;
  const by = [meta.truncated_by ?? []].flat().join(", ") || say("limits");
  const shown = sum(meta.shown);
  const total = sum(meta.total);
  return (
    <div class="status" role="status">
      <strong>
        {shown !== undefined && total !== undefined
          ? say("truncated", { shown: number(shown), total: number(total), by })
          : say("cut", { by })}
      </strong>
      {children}
    </div>
  );
}
