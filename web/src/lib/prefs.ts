/** What belongs to the reader and not to the question: theme, and the language when the address names none. */
import { computed, effect, signal } from "@preact/signals";
import { location } from "./location";

export type Lang = "en" | "ja";
export type Theme = "auto" | "light" | "dark";

const store = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(`enishi.${key}`);
    } catch {
      return null; // storage may be forbidden; the page works without
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(`enishi.${key}`, value);
    } catch {
      /* as above */
    }
  },
};
export { store };

const asLang = (v: string | null | undefined): Lang | undefined => (v === "en" || v === "ja" ? v : undefined);

const browserLang = (): Lang =>
  typeof navigator !== "undefined" && navigator.language.toLowerCase().startsWith("ja") ? "ja" : "en";

export const lang = computed<Lang>(
  () => asLang(location.value.params.get("lang")) ?? asLang(store.get("lang")) ?? browserLang(),
);

const asTheme = (v: string | null): Theme => (v === "light" || v === "dark" ? v : "auto");
export const theme = signal<Theme>(asTheme(store.get("theme")));

/** Bumped when the colours on screen change, for what is painted and not styled. */
export const paint = signal(0);

export function applyPrefs(): void {
  effect(() => {
    document.documentElement.lang = lang.value;
  });
  effect(() => {
    if (theme.value === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme.value;
    store.set("theme", theme.value);
    paint.value = paint.peek() + 1;
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => (paint.value = paint.peek() + 1));
}

/** The value of a colour token as the page shows it now. */
export const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const reducedMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
