/**
 * The address is the question: every view reads what it shows from here and changes it only by
 * navigating, so that Back, Forward, reload and a copied link give the same picture.
 */
import { signal } from "@preact/signals";

export interface Location {
  path: string;
  params: URLSearchParams;
  /** It stands in the place of the one before: no step back to that. */
  replaced?: boolean;
}

/** What goes along from view to view: the time, the undated, the language. */
export const CARRIED = ["as_of", "from_date", "to_date", "time", "undated", "lang"] as const;

const read = (replaced = false): Location => ({
  path: window.location.pathname,
  params: new URLSearchParams(window.location.search),
  replaced,
});

export const location = signal<Location>(
  typeof window === "undefined" ? { path: "/", params: new URLSearchParams() } : read(),
);

export type Patch = Record<string, string | null | undefined>;

/** A copy with values set, and removed where they are null, undefined or empty. */
export function patched(params: URLSearchParams, patch: Patch): URLSearchParams {
  const out = new URLSearchParams(params);
  for (const [k, v] of Object.entries(patch)) {
    if (v === null || v === undefined || v === "") out.delete(k);
    else out.set(k, v);
  }
  return out;
}

/** Commas, colons and at-signs are legal in a query and stay readable. */
export function queryString(params: URLSearchParams): string {
  const s = params.toString().replaceAll("%2C", ",").replaceAll("%3A", ":").replaceAll("%40", "@");
  return s ? `?${s}` : "";
}

/** The address of a view with its own parameters and the carried ones of the present question. */
export function href(path: string, own: Patch = {}, from: URLSearchParams = location.value.params): string {
  const carried = new URLSearchParams();
  for (const k of CARRIED) {
    const v = from.get(k);
    if (v !== null) carried.set(k, v);
  }
  return path + queryString(patched(carried, own));
}

export function navigate(to: string, options: { replace?: boolean } = {}): void {
  const here = window.location.pathname + window.location.search;
  if (to !== here) {
    if (options.replace) history.replaceState(null, "", to);
    else history.pushState(null, "", to);
  }
  const before = location.value.path;
  location.value = read(options.replace);
  if (!options.replace && before !== location.value.path) window.scrollTo(0, 0);
}

/** The address of the present view with another question. */
export function asking(patch: Patch): string {
  const { path, params } = location.value;
  return path + queryString(patched(params, patch));
}

/** Changes the question of the present view. */
export const ask = (patch: Patch, options: { replace?: boolean } = {}): void => navigate(asking(patch), options);

/** Follows plain clicks on links within the page; everything else is the browser's. */
export function startRouting(): void {
  window.addEventListener("popstate", () => (location.value = read()));
  document.addEventListener("click", (e) => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const a = (e.target as Element | null)?.closest("a");
    if (!a || a.target || a.hasAttribute("download") || a.origin !== window.location.origin) return;
    if (
      /^\/(api|docs|openapi\.json|metrics|healthz|readyz|licenses\.txt)/.test(a.pathname) ||
      a.getAttribute("href")?.startsWith("#")
    )
      return;
    e.preventDefault();
    navigate(a.pathname + a.search);
  });
}

/** A comma-separated list in the address. */
export const listOf = (params: URLSearchParams, key: string): string[] =>
  params
    .getAll(key)
    .flatMap((v) => v.split(","))
    .filter(Boolean);
