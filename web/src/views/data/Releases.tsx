/** The releases of the data: what each changed, and the way back to an earlier one. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "../../components/Dialog";
import { announce } from "../../components/Live";
import { AnswerStatus, ProblemNote } from "../../components/Status";
import { post, type Problem, type Request } from "../../lib/api";
import { lang } from "../../lib/prefs";
import { asProblem, useApi } from "../../lib/resource";
import type { Diff, ReleaseInfo, Releases as List } from "../../lib/types";
import { number, words } from "../../lib/words";
import { changed, writeKey } from "./edition";

const say = words({
  releases: ["Releases", "リリース"],
  release: ["Release", "リリース"],
  time: ["Time", "日時"],
  note: ["Note", "注"],
  changes: ["Added · changed · removed", "追加・変更・削除"],
  actions: ["Actions", "操作"],
  diff: ["Changes of {id}", "{id}の変更"],
  record: ["Record", "レコード"],
  change: ["Change", "変更"],
  added: ["added", "追加"],
  changed: ["changed", "変更"],
  removed: ["removed", "削除"],
  cut: ["{shown} of {total} are shown.", "{total}件中{shown}件を表示しています。"],
  back: ["Roll back to {id}", "{id}に戻す"],
  backHelp: [
    "A new release is made with the content of {id}. Nothing is lost: the releases after it stay and can be returned to.",
    "{id}の内容で新しいリリースを作ります。以後のリリースも残り、いつでも戻せます。",
  ],
  needsKey: ["Type a write key above first.", "先に上の欄へ書き込みキーを入力してください。"],
  done: ["Now {id} is current.", "現在のリリースは{id}です。"],
});

export const releasesRequest = (): Request => ({ path: "/releases", params: { limit: 20, lang: lang.value } });

export function Releases(): JSX.Element {
  const list = useApi<List>(releasesRequest());
  const [open, setOpen] = useState<{ what: "diff" | "back"; id: string }>();
  const format = new Intl.DateTimeFormat(lang.value, { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
  const close = (): void => setOpen(undefined);
  return (
    <section>
      <h2>{say("releases")}</h2>
      <AnswerStatus of={list} />
      {list.data && (
        <div class="scroll-x" tabIndex={0} role="region" aria-label={say("releases")}>
          <table class="grid-table releases">
            <thead>
              <tr>
                {(["release", "time", "note", "changes", "actions"] as const).map((c) => (
                  <th key={c} scope="col">
                    {c === "actions" ? <span class="visually-hidden">{say(c)}</span> : say(c)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.data.items.map((r, i) => (
                <tr key={r.id}>
                  <td>{r.id}</td>
                  <td class="num">{format.format(new Date(r.time))} UTC</td>
                  <td>
                    <bdi>{r.note}</bdi>
                  </td>
                  <td class="num">
                    <button
                      type="button"
                      class="link"
                      aria-label={say("diff", { id: r.id })}
                      onClick={() => setOpen({ what: "diff", id: r.id })}
                    >
                      {number(r.changes.added)} · {number(r.changes.changed)} · {number(r.changes.removed)}
                    </button>
                  </td>
                  <td>
                    {i > 0 && (
                      <button type="button" class="link" onClick={() => setOpen({ what: "back", id: r.id })}>
                        {say("back", { id: r.id })}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open?.what === "diff" && <DiffDialog id={open.id} onClose={close} />}
      {open?.what === "back" && <BackDialog id={open.id} onClose={close} />}
    </section>
  );
}

function DiffDialog({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const answer = useApi<Diff>({ path: `/releases/${id}/diff`, params: { limit: 200, lang: lang.value } });
  const items = answer.data?.items ?? [];
  const total = Number(answer.data?.meta.total ?? 0);
  return (
    <Dialog title={say("diff", { id })} onClose={onClose}>
      <AnswerStatus of={answer} />
      {items.length < total && <p class="status quiet">{say("cut", { shown: items.length, total })}</p>}
      <div class="scroll-x" tabIndex={0} role="region" aria-label={say("diff", { id })}>
        <table class="grid-table">
          <thead>
            <tr>
              <th scope="col">{say("record")}</th>
              <th scope="col">{say("change")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((x) => (
              <tr key={`${x.kind} ${x.id}`}>
                <td>
                  <code>{x.id}</code>
                </td>
                <td>{say(x.change)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}

function BackDialog({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const [problem, setProblem] = useState<Problem>();
  const back = async (): Promise<void> => {
    try {
      const { release } = await post<{ release: ReleaseInfo }>(
        { path: `/releases/${encodeURIComponent(id)}/rollback` },
        writeKey.value,
      );
      changed();
      announce(say("done", { id: release.id }));
      onClose();
    } catch (e) {
      setProblem(asProblem(e));
    }
  };
  return (
    <Dialog title={say("back", { id })} onClose={onClose}>
      <p>{say("backHelp", { id })}</p>
      {problem && <ProblemNote problem={problem} />}
      {writeKey.value ? (
        <button type="button" class="btn primary" onClick={back}>
          {say("back", { id })}
        </button>
      ) : (
        <p class="status">{say("needsKey")}</p>
      )}
    </Dialog>
  );
}
