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
  get cited(): { n: number; source: Source }[] {
    return [...this.numbers].map(([id, n]) => ({ n, source: this.known.get(id) ?? { id, locator: id } }));
  }
}

export function Cite({ ids, notes }: { ids: readonly string[] | undefined; notes: Footnotes }): JSX.Element | null {
  if (!ids || ids.length === 0) return null;
  const list = ids.map((id) => notes.number(id)).join(", ");
  return <sup aria-label={say("cited", { list })}>{list}</sup>;
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

export function SourceLink({ source }: { source: Source }): JSX.Element {
  const url = safeUrl(source.url);
  const text = source.title ?? source.locator ?? source.url ?? source.id;
  return (
    <>
      {url ? (
        <a href={url} target="_blank" rel="noreferrer">
          {source.title ?? source.publisher ?? shortUrl(url)}
        </a>
      ) : (
        text
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
