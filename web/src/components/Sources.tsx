/** Sources as footnotes: numbered where they are cited, listed once below. */
import type { JSX } from "preact";
import type { Source } from "../lib/types";
import { words } from "../lib/words";

const say = words({
  sources: ["Sources", "典拠"],
  none: ["No source is recorded.", "典拠の記録なし。"],
  cited: ["Sources {list}", "典拠 {list}"],
});

/** Numbers sources in the order in which they are first cited. */
export class Footnotes {
  private readonly numbers = new Map<string, number>();
  constructor(private readonly known: ReadonlyMap<string, Source>) {}
  number(id: string): number {
    const n = this.numbers.get(id) ?? this.numbers.size + 1;
    this.numbers.set(id, n);
    return n;
  }
  source(id: string): Source {
    return this.known.get(id) ?? { id, locator: id };
  }
  get cited(): { n: number; source: Source }[] {
    return [...this.numbers].map(([id, n]) => ({ n, source: this.source(id) }));
  }
}

export function Cite({ ids, notes }: { ids: readonly string[] | undefined; notes: Footnotes }): JSX.Element | null {
  if (!ids || ids.length === 0) return null;
  const list = ids.map((id) => notes.number(id)).join(", ");
  const named = ids.map((id) => `${notes.number(id)}. ${nameOf(notes.source(id))}`).join("\n");
  return (
    <sup aria-label={say("cited", { list })} title={named}>
      {list}
    </sup>
  );
}

export function SourceList({ notes, heading = true }: { notes: Footnotes; heading?: boolean }): JSX.Element {
  const cited = notes.cited;
  return (
    <>
      {heading && <h3 class="eyebrow">{say("sources")}</h3>}
      {cited.length === 0 ? (
        <p class="small muted">{say("none")}</p>
      ) : (
        <ol class="notes">
          {cited.map(({ n, source }) => (
            <li key={source.id} value={n}>
              <SourceLink source={source} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** Only web addresses become links; whatever else stands in a record stays text. */
export const safeUrl = (url: string | undefined): string | undefined =>
  url && /^https?:\/\//i.test(url) ? url : undefined;

/** The title, else who published it, else where it stands. */
function nameOf(source: Source): string {
  const url = safeUrl(source.url);
  return source.title ?? (url ? (source.publisher ?? shortUrl(url)) : (source.locator ?? source.url ?? source.id));
}

export function SourceLink({ source }: { source: Source }): JSX.Element {
  const url = safeUrl(source.url);
  return (
    <>
      {url ? (
        <a href={url} target="_blank" rel="noreferrer">
          {nameOf(source)}
        </a>
      ) : (
        nameOf(source)
      )}
      {source.title && source.publisher && <span class="muted"> · {source.publisher}</span>}
    </>
  );
}

/** An address as it is read: without its protocol, other scripts in their letters, as long as fits a line. */
export const shortUrl = (url: string): string => {
  const bare = decoded(url)
    .replace(/^https?:\/\/(www\.)?/, "")
    .replace(/\/$/, "");
  return bare.length > 60 ? bare.slice(0, 59) + "…" : bare;
};

/** What is no UTF-8, and what would be read as another direction or line, stays as it is written. */
const decoded = (url: string): string => {
  try {
    const text = decodeURI(url);
    return /[\p{C}\p{Z}]/u.test(text) ? url : text;
  } catch {
    return url;
  }
};
