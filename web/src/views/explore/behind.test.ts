import { describe, expect, it } from "vitest";
import { address } from "../../lib/api";
import { requestsBehind } from "./behind";
import { parseState } from "./state";

const behind = (q: string): string[] =>
  requestsBehind(parseState(new URLSearchParams(q)), { as_of: "1989-08" }).map((r) =>
    decodeURIComponent(address(r)).replace("/api/v1", ""),
  );

describe("the requests behind the view", () => {
  it("hold its filters by the API's names", () => {
    expect(
      behind("base=whole&node_kind=partner,municipality&edge_kind=sister_of&confidence=high&prefecture=jp-04"),
    ).toEqual([
      "/graph?as_of=1989-08&confidence=high&edge_kind=sister_of&node_kind=partner,municipality&prefecture=jp-04",
    ]);
  });
  it("filter ties only, and ask for the other lines beside them", () => {
    expect(behind("from=jp-22&decade=1980,unknown&level=municipal&status=active")).toEqual([
      "/graph?as_of=1989-08&depth=1&edge_kind=sister_of&from=jp-22&level=municipal&signed=1980s,unknown&status=active",
      "/graph?as_of=1989-08&depth=1&edge_kind=member_of,organizes,takes_part_in,located_in,succeeded_by&from=jp-22",
    ]);
    expect(behind("from=jp-22&edge_kind=sister_of&decade=1980")).toHaveLength(1);
  });
  it("leave an expansion its own kind of line", () => {
    expect(behind("from=jp-22&x=jp-22130:member_of:organization:50&edge_kind=sister_of&level=municipal").at(-1)).toBe(
      "/graph?as_of=1989-08&depth=1&edge_kind=member_of&from=jp-22130&limit=50",
    );
  });
  it("ask for partners what that request takes", () => {
    expect(behind("from=jp-04&base=partners&node_kind=partner&prefecture=jp-04&state=us-ca&decade=1990")).toEqual([
      "/nodes/jp-04/partners?as_of=1989-08&scope=within&signed=1990s&state=us-ca",
    ]);
  });
});
