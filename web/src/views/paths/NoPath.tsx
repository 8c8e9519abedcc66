/** Where no path is: who does not hold then, until or from when, and as links what to ask instead. */
import type { ComponentChildren, JSX } from "preact";
import { sayTime } from "../../components/DateRail";
import { before, sayDate, timeParams, type Time } from "../../lib/date";
import { asking, listOf, location, type Patch } from "../../lib/location";
import type { Indexed } from "../../lib/network";
import { lang } from "../../lib/prefs";
import { time } from "../../lib/question";
import type { Hint } from "../../lib/types";
import { words } from "../../lib/words";

const say = words({
  none: ["No path joins them ({when})", "経路がありません（{when}）"],
  now: ["now", "現在"],
  until: ["{name} held until {last}.", "{name}は{last}までです。"],
  heir: ["{heir} holds its territory today.", "現在の区域は{heir}に属します。"],
  since: ["{name} began on {first}.", "{name}は{first}からです。"],
  out: ["{name} does not hold then.", "{name}はこの時点では有効ではありません。"],
  at: ["Ask at {date}", "{date}の時点で調べる"],
  instead: ["Ask for {heir} instead", "{heir}で調べる"],
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
        <Why key={`${h.parameter} ${h.node}`} hint={h} net={net} />
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

/** One that does not hold: its life in words, and the questions that it can answer. */
function Why({ hint: h, net }: { hint: Hint; net: Indexed }): JSX.Element {
  const nameOf = (id: string): string => net.byId.get(id)?.label ?? id;
  const { from, to } = net.byId.get(h.node)?.valid ?? {};
  const name = nameOf(h.node);
  const date = (d: string): string => sayDate(d, lang.value);
  const over = to !== undefined && isOver(to);
  const at = over ? before(to) : from;
  const told = over
    ? say("until", { name, last: date(before(to)) })
    : from !== undefined
      ? say("since", { name, first: date(from) })
      : say("out", { name });
  return (
    <>
      <p>
        <bdi>{told}</bdi> {h.instead && <bdi>{say("heir", { heir: nameOf(h.instead) })}</bdi>}
      </p>
      <p class="toolbar">
        {h.instead && (
          <Ask patch={replaced(h.parameter, h.node, h.instead)}>{say("instead", { heir: nameOf(h.instead) })}</Ask>
        )}
        {at && <Ask patch={timeParams({ mode: "day", date: at })}>{say("at", { date: date(at) })}</Ask>}
      </p>
    </>
  );
}

/** Whether an end lies before the time asked for; what is not over has not begun. */
function isOver(to: string): boolean {
  const t = time();
  const asked = t.mode === "day" ? t.date : t.mode === "span" ? (t.from ?? t.to) : undefined;
  return asked === undefined || to <= asked;
}

/** The parameter with one id of it in the place of another. */
const replaced = (parameter: string, old: string, id: string): Patch => ({
  [parameter]: listOf(location.value.params, parameter)
    .map((x) => (x === old ? id : x))
    .join(","),
});

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

const Ask = ({ patch, children }: { patch: Patch; children: ComponentChildren }): JSX.Element => (
  <a class="btn" href={asking(patch)}>
    {children}
  </a>
);
