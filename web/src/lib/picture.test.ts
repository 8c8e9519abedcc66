import { describe, expect, it } from "vitest";
import { canvasSVG, escapeXml, framed } from "./picture";

const drawn = {
  width: 100,
  height: 80,
  nodes: [
    { id: "a", x: 10, y: 10, size: 6, color: "#123456", shape: 0, label: "<script>&", labelAt: 20 },
    { id: "b", x: 60, y: 40, size: 6, color: "#654321", shape: 2, label: "hidden", labelAt: undefined },
  ],
  edges: [{ id: "e", source: "a", target: "b", color: "#ff0000", size: 1.5, dash: 1 }],
};

describe("pictures", () => {
  it("draw what is drawn, name what is named, and let no markup through", () => {
    const svg = canvasSVG(drawn, "#000", "#fff");
    expect(svg).toContain('stroke-dasharray="6 4"');
    expect(svg.match(/<path/g)).toHaveLength(2);
    expect(svg).toContain("&#60;script&#62;&#38;");
    expect(svg).not.toContain("hidden");
  });
  it("carry title, date, legend and sources", () => {
    const { svg } = framed("<g/>", 100, 80, {
      title: "Shizuoka",
      when: "August 1989",
      legend: [{ kind: "partner", label: "US partner", color: "#b7402a" }],
      source: "enishi · version 1",
      ink: "#000",
      muted: "#555",
      paper: "#fff",
    });
    for (const text of ["Shizuoka", "August 1989", "US partner", "enishi · version 1"]) expect(svg).toContain(text);
  });
  it("drop characters that XML has not", () => {
    expect(escapeXml("a\u0000b\u202ec")).toBe("ab\u202ec");
  });
});
