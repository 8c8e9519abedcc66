/** Pictures to take away: SVG with title, date, legend and source line around what is on the screen. */
import { SHAPES } from "../components/Kind";
import type { Drawn } from "../canvas/Canvas";
import { SHAPE } from "../canvas/scene";
import { token } from "./prefs";
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

/** A drawing without the page around it. */
export interface Inner {
  inner: string;
  width: number;
  height: number;
}

/** A whole page: heading above, the picture, legend and source line below. */
export function framed(inner: string, width: number, height: number, c: Caption): Inner & { svg: string } {
  const whole = height + TOP + BOTTOM;
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
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${whole}" viewBox="0 0 ${width} ${whole}" font-family="system-ui, 'Noto Sans CJK JP', sans-serif">` +
    `<rect width="100%" height="100%" fill="${c.paper}"/>` +
    text(20, 30, 20, c.ink, c.title, `font-family="Palatino, 'Noto Serif CJK JP', serif" font-weight="600"`) +
    text(20, 48, 12, c.muted, c.when) +
    `<svg x="0" y="${TOP}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inner}</svg>` +
    legend +
    text(20, height + TOP + 44, 11, c.muted, c.source) +
    `</svg>`;
  return { inner, svg, width, height: whole };
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
    .filter((n) => n.labelAt !== undefined && n.label)
    .map(
      (n) =>
        `<text x="${f(n.labelAt ?? 0)}" y="${f(n.y + 4)}" font-size="12" fill="${ink}" stroke="${paper}" stroke-width="3" paint-order="stroke">${escapeXml(n.label)}</text>`,
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
export function standalone(svg: SVGSVGElement, ground = token("sea")): Inner {
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
  const { width, height } = svg.viewBox.baseVal;
  const paper = ground ? `<rect width="${width}" height="${height}" fill="${ground}"/>` : "";
  return { inner: paper + copy.innerHTML, width, height };
}

const clear = (colour: string): boolean => colour === "transparent" || /,\s*0\)$|\/\s*0\)$/.test(colour);

/** A part of the page as it stands: boxes, lines, words and drawings where the browser put them, nothing else. */
export function elementSVG(root: HTMLElement): Inner {
  const origin = root.getBoundingClientRect();
  const out: string[] = [];
  const put = (el: Element): void => {
    const style = getComputedStyle(el);
    if (style.display === "none" || style.visibility === "hidden" || el.matches(".visually-hidden, .no-print")) return;
    const box = el.getBoundingClientRect();
    const at = { x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height };
    if (el instanceof SVGSVGElement) return void out.push(nested(el, at));
    out.push(boxOf(at, style));
    for (const child of el.childNodes)
      if (child instanceof Element) put(child);
      else if (child instanceof Text) out.push(...linesOf(child, origin, style));
  };
  put(root);
  const width = Math.ceil(Math.max(origin.width, root.scrollWidth));
  const height = Math.ceil(Math.max(origin.height, root.scrollHeight));
  return { inner: out.join(""), width, height };
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const px = (n: number): string => n.toFixed(1);

function nested(svg: SVGSVGElement, at: Box): string {
  const { inner, width, height } = standalone(svg, "");
  const place = `x="${px(at.x)}" y="${px(at.y)}" width="${px(at.width)}" height="${px(at.height)}"`;
  const style = getComputedStyle(svg);
  const fit = svg.getAttribute("preserveAspectRatio") ?? "xMidYMid meet";
  return `<svg ${place} viewBox="0 0 ${width || at.width} ${height || at.height}" preserveAspectRatio="${fit}" fill="${style.fill}">${inner}</svg>`;
}

function boxOf({ x, y, width, height }: Box, style: CSSStyleDeclaration): string {
  const round = parseFloat(style.borderTopLeftRadius) || 0;
  const ground = clear(style.backgroundColor)
    ? ""
    : `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${round}" fill="${style.backgroundColor}"/>`;
  const line = (side: "Top" | "Right" | "Bottom" | "Left", x1: number, y1: number, x2: number, y2: number): string => {
    const thick = parseFloat(style[`border${side}Width`]);
    const colour = style[`border${side}Color`];
    if (!thick || clear(colour)) return "";
    return `<path d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}" stroke="${colour}" stroke-width="${thick}"/>`;
  };
  return (
    ground +
    line("Top", x, y, x + width, y) +
    line("Right", x + width, y, x + width, y + height) +
    line("Bottom", x, y + height, x + width, y + height) +
    line("Left", x, y, x, y + height)
  );
}

/** The lines into which the browser broke a text, each at its place. */
function linesOf(text: Text, origin: DOMRect, style: CSSStyleDeclaration): string[] {
  const range = document.createRange();
  const lines: { text: string; x: number; bottom: number }[] = [];
  const said = text.data;
  for (let i = 0; i < said.length;) {
    const c = String.fromCodePoint(said.codePointAt(i) ?? 32);
    range.setStart(text, i);
    range.setEnd(text, (i += c.length));
    const r = range.getClientRects()[0];
    if (!r || r.width === 0) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.bottom - r.bottom) < 2) last.text += c;
    else lines.push({ text: c, x: r.left - origin.left, bottom: r.bottom });
  }
  const size = parseFloat(style.fontSize);
  const look = `font-size="${size}" font-weight="${style.fontWeight}" font-family="${escapeXml(style.fontFamily)}" fill="${style.color}"`;
  return lines.map(
    (l) =>
      `<text x="${px(l.x)}" y="${px(l.bottom - origin.top - size * 0.28)}" ${look} xml:space="preserve">${escapeXml(l.text)}</text>`,
  );
}
