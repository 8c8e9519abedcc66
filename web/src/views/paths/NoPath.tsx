/** Where no path is: who does not hold then, until or from when, and as links what to ask instead. */
import type { JSX } from "preact";
import { sayTime } from "../../components/DateRail";
import { Ask, NotThen } from "../../components/NotThen";
import { timeParams, type Time } from "../../lib/date";
import { location, type Patch } from "../../lib/location";
import type { Indexed } from "../../lib/network";
import { time } from "../../lib/question";
import type { Hint } from "../../lib/types";
import { words } from "../../lib/words";

const say = words({
  none: ["No path joins them ({when})", "経路がありません（{when}）"],
  now: ["now", "現在"],
  loosen: [
    "All of them hold then; nothing recorded joins them. Ask more widely:",
    "いずれもこの時点で有効ですが、結ぶ記録がありません。範囲を広げて調べられます。",
  ],
  any: ["At any time", "全期間で調べる"],
  undated: ["With ties whose date nobody states", "日付不明の提携も含める"],
  avoid: ["With nothing avoided", "避ける条件を外す"],
  lines: ["Over every kind of line", "すべての種類の線で"],
  via: ["Without going by way of others", "経由の条件を外す"],
});

export function NoPath({ hints, net }: { hints: readonly Hint[]; net: Indexed }): JSX.Element {
  const t = time();
  return (
    <div class="empty-state no-path">
      <h2>{say("none", { when: t.mode === "now" ? say("now") : sayTime(t) })}</h2>
      {hints.map((h) => (
        <NotThen
          key={`${h.parameter} ${h.node}`}
          parameter={h.parameter}
          id={h.node}
          node={net.byId.get(h.node)}
          heir={!h.instead ? undefined : { id: h.instead, name: net.byId.get(h.instead)?.label ?? h.instead }}
        />
      ))}
      {hints.length === 0 && <Wider t={t} />}
      {hints.length > 0 && (
        <p class="toolbar">
          <Ask patch={timeParams({ mode: "any" })}>{say("any")}</Ask>
        </p>
      )}
    </div>
  );
}

/** All hold then: what the question itself leaves out. */
function Wider({ t }: { t: Time }): JSX.Element {
  const { params } = location.value;
  const ways: [Parameters<typeof say>[0], boolean, Patch][] = [
    ["any", t.mode !== "any", timeParams({ mode: "any" })],
    ["undated", params.get("undated") !== "include", { undated: "include" }],
    ["avoid", params.has("avoid"), { avoid: null }],
    ["via", params.has("via"), { via: null }],
    ["lines", params.get("only") === "ties", { only: null }],
  ];
  return (
    <>
      <p>{say("loosen")}</p>
      <p class="toolbar">
        {ways
          .filter(([, leftOut]) => leftOut)
          .map(([key, , patch]) => (
            <Ask key={key} patch={patch}>
              {say(key)}
            </Ask>
          ))}
      </p>
    </>
  );
}
