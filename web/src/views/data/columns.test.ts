import { describe, expect, it } from "vitest";
import { address } from "../../lib/api";
import { firstMapping, mapParameter } from "./Columns";

const TABLES = [
  { table: "ties", columns: ["id", "bodies", "partner", "kind"], required: ["bodies", "partner", "kind"] },
];
const FILE = { file: "list.csv", header: ["Town", " Kind ", "Sister City, State", "Remarks", ""] };

describe("a mapping of columns", () => {
  it("begins with the columns that have our names", () => {
    expect(firstMapping(FILE, TABLES, "ties").columns).toMatchObject({ Town: "", " Kind ": "kind" });
    expect(firstMapping(FILE, TABLES).table).toBe("");
  });
  it("goes to the API one by one, as a name may hold a comma", () => {
    const columns = { Town: "bodies", "Sister City, State": "partner", Remarks: "-", Other: "", "": "id" };
    const map = mapParameter({ table: "ties", columns });
    expect(map).toEqual(["ties.bodies=Town", "ties.partner=Sister City, State", "-=Remarks"]);
    expect(new URL(address({ path: "/imports", each: { map } }), "http://x").searchParams.getAll("map")).toEqual(map);
  });
});
