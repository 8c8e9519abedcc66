/** Pictures to take away: SVG with title, date, legend and source line around what is on the screen. */
import { SHAPES } from "../components/Kind";
import type { Drawn } from "../canvas/Canvas";
import { SHAPE } from "../canvas/scene";
import { NODE_KINDS, type NodeKind } from "./types";

export interface Caption {
  title: string;
  when: string;
  legend: { kind: NodeKind; label: string; color: string }[];
  source: string;
  ink: string;
  muted: string;
  paper: string;
}

const TOP = 56;
const BOTTOM = 54;

export const escapeXml = (s: string): string =>
  s.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[^\t\n\r\x20-\ud7ff\ue000-\u{10ffff}]/gu, "");

/** A whole page: heading above, the picture, legend and source line below. */
export function framed(inner: string, width: number, height: number, c: Caption): string {
  const text = (x: number, y: number, size: number, fill: string, s: string, more = ""): string =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}" ${more}>${escapeXml(s)}</text>`;
  let x = 20;
  const legend = c.legend
    .map(({ kind, label, color }) => {
      const mark = `<path transform="translate(${x} ${height + TOP + 12})" fill="${color}" d="${SHAPES[kind]}"/>`;
      const said = text(x + 18, height + TOP + 22, 12, c.ink, label);
      x += 40 + label.length * (/[\u2e80-\uffff]/.test(label) ? 12.5 : 6.6);
      return mark + said;
    })
    .join("");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + TOP + BOTTOM}" viewBox="0 0 ${width} ${height + TOP + BOTTOM}" font-family="system-ui, 'Noto Sans CJK JP', sans-serif">` +
    `<rect width="100%" height="100%" fill="${c.paper}"/>` +
    text(20, 30, 20, c.ink, c.title, `font-family="Palatino, 'Noto Serif CJK JP', serif" font-weight="600"`) +
    text(20, 48, 12, c.muted, c.when) +
    `<svg x="0" y="${TOP}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inner}</svg>` +
    legend +
    text(20, height + TOP + 44, 11, c.muted, c.source) +
    `</svg>`
  );
}

const DASHES = ["", "6 4", "2 3"];

/** What stands on the canvas, as SVG. */
export function canvasSVG(d: Drawn, ink: string, paper: string): string {
  const kindOf = (shape: number): NodeKind => NODE_KINDS.find((k) => SHAPE[k] === shape % 8) ?? "municipality";
  const at = new Map(d.nodes.map((n) => [n.id, n]));
  const f = (n: number): string => n.toFixed(1);
  const lines = d.edges.map((e) => {
    const a = at.get(e.source);
    const b = at.get(e.target);
    if (!a || !b) return "";
    const dash = DASHES[e.dash] ? ` stroke-dasharray="${DASHES[e.dash]}"` : "";
    return `<line x1="${f(a.x)}" y1="${f(a.y)}" x2="${f(b.x)}" y2="${f(b.y)}" stroke="${e.color}" stroke-width="${f(e.size)}"${dash}/>`;
  });
  const marks = d.nodes.map((n) => {
    const k = n.size / 5.6;
    const hollow = n.shape >= 8 ? ` fill-opacity=".2" stroke="${n.color}" stroke-width="1.5"` : "";
    return `<path transform="translate(${f(n.x - 6 * k)} ${f(n.y - 6 * k)}) scale(${k.toFixed(2)})" fill="${n.color}"${hollow} d="${SHAPES[kindOf(n.shape)]}"/>`;
  });
  const labels = d.nodes
    .filter((n) => n.labelled && n.label)
    .map(
      (n) =>
        `<text x="${f(n.x + n.size + 4)}" y="${f(n.y + 4)}" font-size="12" fill="${ink}" stroke="${paper}" stroke-width="3" paint-order="stroke">${escapeXml(n.label)}</text>`,
    );
  return `<rect width="${d.width}" height="${d.height}" fill="${paper}"/>${lines.join("")}${marks.join("")}${labels.join("")}`;
}

const STYLES = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-size",
  "font-weight",
  "paint-order",
];

/** A drawing on the page with its styles written out, so that it stands alone. */
export function standalone(svg: SVGSVGElement): { inner: string; width: number; height: number } {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((el, i) => {
    const original = originals[i];
    if (!original) return;
    const style = getComputedStyle(original);
    for (const name of STYLES) {
      const value = style.getPropertyValue(name);
      if (value && value !== "none" && value !== "normal") el.setAttribute(name, value);
      else if (value === "none" && (name === "fill" || name === "stroke")) el.setAttribute(name, value);
    }
    for (const name of ["class", "data-id"]) el.removeAttribute(name);
  });
  const box = svg.viewBox.baseVal;
  const sea = getComputedStyle(document.documentElement).getPropertyValue("--sea").trim();
  return {
    inner: `<rect width="${box.width}" height="${box.height}" fill="${sea}"/>${copy.innerHTML}`,
    width: box.width,
    height: box.height,
  };
}
