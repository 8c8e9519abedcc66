/** A body that does not hold at the time asked for: until or from when it did, who holds its territory, and both as links. */
import type { ComponentChildren, JSX } from "preact";
import { before, sayDate, timeParams } from "../lib/date";
import { asking, listOf, location, type Patch } from "../lib/location";
import { lang } from "../lib/prefs";
import { time } from "../lib/question";
import type { GraphNode } from "../lib/types";
import { words } from "../lib/words";

const say = words({
  until: ["{name} held until {last}.", "{name}は{last}までです。"],
  heir: ["{heir} holds its territory today.", "現在の区域は{heir}に属します。"],
  since: ["{name} began on {first}.", "{name}は{first}からです。"],
  out: ["{name} does not hold then.", "{name}はこの時点では有効ではありません。"],
  at: ["Ask at {date}", "{date}の時点で調べる"],
  instead: ["Ask for {heir} instead", "{heir}で調べる"],
});

interface Props {
  /** The parameter of the address that names it. */
  parameter: string;
  id: string;
  node: GraphNode | undefined;
  heir?: { id: string; name: string } | undefined;
}

export function NotThen({ parameter, id, node, heir }: Props): JSX.Element {
  const { from, to } = node?.valid ?? {};
  const name = node?.label ?? id;
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
        <bdi>{told}</bdi> {heir && <bdi>{say("heir", { heir: heir.name })}</bdi>}
      </p>
      <p class="toolbar">
        {heir && <Ask patch={replaced(parameter, id, heir.id)}>{say("instead", { heir: heir.name })}</Ask>}
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

/** The parameter with one id of it in the place of another; what was selected goes along. */
const replaced = (parameter: string, old: string, id: string): Patch => ({
  [parameter]: listOf(location.value.params, parameter)
    .map((x) => (x === old ? id : x))
    .join(","),
  ...(location.value.params.get("sel") === old ? { sel: id } : {}),
});

/** The present question, changed. */
export const Ask = ({ patch, children }: { patch: Patch; children: ComponentChildren }): JSX.Element => (
  <a class="btn" href={asking(patch)}>
    {children}
  </a>
);
