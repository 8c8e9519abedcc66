/** The part of a picture that a reader looks at, as the address holds it. */

/** The middle of what is seen, in shares of the picture, and how much of it: 1 is all, less is nearer. */
export interface Look {
  x: number;
  y: number;
  ratio: number;
}

export const WHOLE_LOOK: Look = { x: 0.5, y: 0.5, ratio: 1 };

export const sameLook = (a: Look, b: Look): boolean => a.x === b.x && a.y === b.y && a.ratio === b.ratio;

const fine = (n: number): number => Math.round(n * 10_000) / 10_000;
/** As fine as the address holds it: less than a pixel at the nearest. */
export const roundLook = ({ x, y, ratio }: Look): Look => ({ x: fine(x), y: fine(y), ratio: fine(ratio) });

export function parseLook(text: string | null): Look | undefined {
  const [x = NaN, y = NaN, ratio = NaN] = (text ?? "").split(":").map(Number);
  return [x, y, ratio].every(Number.isFinite) && ratio > 0 ? { x, y, ratio } : undefined;
}

export const sayLook = ({ x, y, ratio }: Look): string => `${x}:${y}:${ratio}`;
