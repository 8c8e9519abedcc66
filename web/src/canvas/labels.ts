/**
 * Names on the canvas, with a halo in the colour of the paper. Each is painted once and stamped from then on: to stroke
 * the letters of a hundred names anew in every frame takes longer than to draw thousands of nodes.
 */

export interface Ink {
  ink: string;
  paper: string;
}

interface Stamp {
  picture: HTMLCanvasElement;
  /** Of the words alone, in pixels of the page. */
  width: number;
}

const HALO = 3.5;
const HEIGHT = 20;
/** Where the letters stand in a stamp. */
const BASE = 14;
/** As many stamps as are kept; then all are made anew. */
const KEPT = 3000;
/** Milliseconds of a frame in which stamps are made; the names that are left come with the frames after it. */
const SHARE = 8;

export class Labels {
  private stamps = new Map<string, Stamp>();
  private metrics = document.createElement("canvas").getContext("2d");
  private spent = 0;
  /** Whether names of this frame have no stamp yet. */
  owed = false;

  constructor(
    private family: string,
    private colours: Ink,
  ) {}

  /** Takes other colours. */
  paint({ ink, paper }: Ink): void {
    if (ink === this.colours.ink && paper === this.colours.paper) return;
    this.colours = { ink, paper };
    this.stamps.clear();
  }

  /** A new frame begins. */
  begin(): void {
    this.spent = 0;
    this.owed = false;
  }

  /** Whether a name can be written in this frame; one that is needed in any case always can. */
  ready(text: string, strong: boolean): boolean {
    if (strong || this.spent < SHARE || this.stamps.has(keyOf(text, strong))) return true;
    this.owed = true;
    return false;
  }

  /** How wide a name is, in pixels of the page. */
  width(text: string, strong: boolean): number {
    return this.stamp(text, strong).width;
  }

  /** Writes a name that begins at `x` with its letters on the line `y`. */
  write(context: CanvasRenderingContext2D, text: string, strong: boolean, x: number, y: number): void {
    const { picture } = this.stamp(text, strong);
    const by = window.devicePixelRatio;
    const whole = (n: number): number => Math.round(n * by) / by; // between two pixels the letters would blur
    context.drawImage(picture, whole(x - HALO), whole(y - BASE), picture.width / by, picture.height / by);
  }

  private stamp(text: string, strong: boolean): Stamp {
    const key = keyOf(text, strong);
    const kept = this.stamps.get(key);
    if (kept) return kept;
    if (this.stamps.size >= KEPT) this.stamps.clear();
    const since = performance.now();
    const made = this.make(text, strong);
    this.spent += performance.now() - since;
    this.stamps.set(key, made);
    return made;
  }

  private make(text: string, strong: boolean): Stamp {
    const font = `${strong ? 700 : 400} ${strong ? 13 : 12}px ${this.family}`;
    const by = window.devicePixelRatio;
    const picture = document.createElement("canvas");
    if (!this.metrics) return { picture, width: 0 };
    this.metrics.font = font;
    const { width } = this.metrics.measureText(text);
    picture.width = Math.ceil((width + 2 * HALO) * by);
    picture.height = Math.ceil(HEIGHT * by);
    const context = picture.getContext("2d");
    if (!context) return { picture, width };
    context.scale(by, by);
    context.font = font;
    context.lineJoin = "round";
    context.lineWidth = HALO;
    context.strokeStyle = this.colours.paper;
    context.strokeText(text, HALO, BASE);
    context.fillStyle = this.colours.ink;
    context.fillText(text, HALO, BASE);
    return { picture, width };
  }
}

const keyOf = (text: string, strong: boolean): string => `${strong} ${window.devicePixelRatio} ${text}`;
