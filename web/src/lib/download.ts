/** Files made on this page: a picture, a table. */
export function download(name: string, content: Blob | string, type = "text/plain"): void {
  const blob = typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const a = document.createElement("a");
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 10_000);
}

/** A table for spreadsheets: with a byte order mark, and no cell that a spreadsheet would run as a formula. */
export function csv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return "\ufeff" + rows.map((r) => r.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** What a spreadsheet may take for a formula, also after blanks and in the full-width forms (OWASP, CSV injection); the API's tables have the same rule. */
const FORMULA = /^[ \u00a0\u3000\ufeff]*[=+\-@\t\r\n＝＋－＠]/u;

function cell(v: string | number | undefined): string {
  if (typeof v === "number") return String(v);
  const text = v ?? "";
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A drawing as a picture of pixels, twice as fine as the screen. */
export async function pngOf(svg: string, width: number, height: number, scale = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((b) => (b ? resolve(b) : reject(new Error("no picture"))), "image/png"),
  );
}

/** A file name that says what it is. */
export const fileName = (parts: readonly (string | undefined)[], ext: string): string =>
  `enishi-${parts
    .filter(Boolean)
    .join("-")
    .replaceAll(/[^\p{L}\p{N}-]+/gu, "-")
    .slice(0, 80)}.${ext}`;
