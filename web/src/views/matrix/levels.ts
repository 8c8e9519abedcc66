/** What the ties of a cell join: prefecture and state, places below both, or one of each. */
import type { Tally } from "../../lib/types";
import { aside, number, termOf, words } from "../../lib/words";

type Levels = NonNullable<Tally["cells"][number]["levels"]>;

const LEVELS = ["prefecture-state", "municipal", "cross-level"] as const satisfies readonly (keyof Levels)[];

const say = words({
  join: [", ", "、"],
  level: ["Level", "階層"],
  all: ["all", "すべて"],
  total: ["Total", "計"],
});

/** In brackets, after a count; nothing where the answer does not tell them apart. */
export function sayLevels(levels: Levels | undefined): string {
  const told = LEVELS.filter((l) => levels && levels[l] > 0).map((l) => `${termOf(l)} ${number(levels?.[l] ?? 0)}`);
  return told.length > 0 ? aside(told.join(say("join"))) : "";
}

/** The whole matrix as rows of a spreadsheet: of each row the ties of all levels, then of each level unless the columns are these. */
export function rowsOf(t: Tally, apart = true): (string | number)[][] {
  const cells = new Map(t.cells.map((c) => [`${c.row}\n${c.col}`, c]));
  const parted = apart && t.cells.some((c) => c.levels);
  const line = (row: Tally["rows"][number], level?: keyof Levels): (string | number)[] => {
    const counts = t.cols.map((c) => {
      const cell = cells.get(`${row.key}\n${c.key}`);
      return (level ? cell?.levels?.[level] : cell?.count) ?? 0;
    });
    const said = parted ? [level ? termOf(level) : say("all")] : [];
    return [row.label, ...said, ...counts, counts.reduce((a, b) => a + b, 0)];
  };
  return [
    ["", ...(parted ? [say("level")] : []), ...t.cols.map((c) => c.label), say("total")],
    ...t.rows.flatMap((r) => [line(r), ...(parted ? LEVELS.map((l) => line(r, l)) : [])]),
  ];
}
