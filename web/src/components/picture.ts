/** What a view shows as one picture to take away, with title, date, legend and source line. */
import { useRef } from "preact/hooks";
import { elementSVG, framed, type Inner } from "../lib/picture";
import { token } from "../lib/prefs";
import { time } from "../lib/question";
import type { NodeKind } from "../lib/types";
import { termOf, words } from "../lib/words";
import { sayTime } from "./DateRail";

const say = words({
  source: ["enishi · {url} · dataset {version}", "enishi · {url} · データ版 {version}"],
});

const COLOUR: Record<NodeKind, string> = {
  prefecture: "ai",
  municipality: "ai-mid",
  partner: "shu",
  organization: "koke",
  program: "fuji",
};

export interface Picture {
  svg: string;
  width: number;
  height: number;
}

export interface Caption {
  title: string;
  /** Kinds that the legend explains. */
  kinds?: Iterable<NodeKind>;
  /** Of the dataset that the answer was made from. */
  version: string | undefined;
}

export function pictured({ inner, width, height }: Inner, { title, kinds = [], version }: Caption): Picture {
  return framed(inner, width, height, {
    title,
    when: sayTime(time()),
    legend: [...kinds].map((kind) => ({ kind, label: termOf(kind), color: token(COLOUR[kind]) })),
    source: say("source", { url: window.location.href.slice(0, 140), version: (version ?? "–").slice(0, 16) }),
    ink: token("ink"),
    muted: token("muted"),
    paper: token("paper"),
  });
}

/** Gives the element that `ref` is put on as a picture, as it stands when it is asked for. */
export function usePicture<E extends HTMLElement>(
  caption: Caption,
): { ref: { current: E | null }; picture: () => Picture | undefined } {
  const ref = useRef<E>(null);
  return { ref, picture: () => (ref.current ? pictured(unscrolled(ref.current, elementSVG), caption) : undefined) };
}

/** Takes the whole of what scrolls: heads that stick to an edge stand where they belong. */
function unscrolled(element: HTMLElement, take: (element: HTMLElement) => Inner): Inner {
  const box = element.closest(".scroll-x");
  const { scrollLeft = 0, scrollTop = 0 } = box ?? {};
  box?.scrollTo(0, 0);
  try {
    return take(element);
  } finally {
    box?.scrollTo(scrollLeft, scrollTop);
  }
}
