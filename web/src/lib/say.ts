/** How records are named and dated in a reader's words. */
import { sayDate } from "./date";
import { lang } from "./prefs";
import type { GraphEdge, GraphNode, Validity } from "./types";
import { termOf, words } from "./words";

const say = words({
  since: ["since {a}", "{a}から"],
  until: ["until {b}", "{b}まで"],
  fromTo: ["{a} – {b}", "{a}〜{b}"],
  undated: ["date unknown", "日付不明"],
  signed: ["signed {a}", "{a}締結"],
});

/** The name in the reader's other language, when there is one and it says something else. */
export function otherName(n: GraphNode): string | undefined {
  const other = lang.value === "ja" ? n.names.en : n.names.ja;
  return other && other !== n.label ? other : undefined;
}

export const otherLang = (): "en" | "ja" => (lang.value === "ja" ? "en" : "ja");

export function sayValid(v: Validity | undefined): string {
  const a = v?.from && sayDate(v.from, lang.value);
  const b = v?.to && sayDate(v.to, lang.value);
  if (a && b) return say("fromTo", { a, b });
  if (a) return say("since", { a });
  if (b) return say("until", { b });
  return say("undated");
}

/** When a tie was signed; for other edges, when they hold. */
export const sayWhen = (e: GraphEdge): string =>
  e.signed
    ? say("signed", { a: sayDate(e.signed, lang.value) })
    : e.kind === "sister_of"
      ? say("undated")
      : sayValid(e.valid);

/** What a node is, in two or three words: "city · Shizuoka". */
export function whatIs(n: GraphNode, nameOf: (id: string | undefined) => string | undefined): string {
  const what = termOf(n.type ?? n.level ?? n.kind);
  const where = n.kind === "prefecture" ? undefined : nameOf(n.within);
  return [what, n.sector && n.sector !== n.type ? termOf(n.sector) : undefined, where].filter(Boolean).join(" · ");
}

/** A prefecture among prefectures, a state among states: "Miyagi" and "Georgia" say enough there. */
export const bare = (label: string): string => label.replace(/ (Prefecture|\(state\))$/, "");
