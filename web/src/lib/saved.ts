/** Views that the reader kept on this device: a name and an address each. */
import { signal } from "@preact/signals";
import { store } from "./prefs";

export interface SavedView {
  name: string;
  address: string;
}

export function parseSaved(text: string | null): SavedView[] {
  try {
    const list: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(list)) return [];
    return list.filter(
      (v): v is SavedView =>
        typeof v === "object" &&
        v !== null &&
        typeof (v as SavedView).name === "string" &&
        // Only addresses on this page: a tampered store must not lead elsewhere.
        /^\/(?![/\\])/.test(String((v as SavedView).address)),
    );
  } catch {
    return [];
  }
}

export const saved = signal<SavedView[]>(parseSaved(store.get("views")));

const write = (list: SavedView[]): void => {
  saved.value = list;
  store.set("views", JSON.stringify(list));
};

export const keep = (view: SavedView): void =>
  write([view, ...saved.value.filter((v) => v.address !== view.address)].slice(0, 50));

export const drop = (address: string): void => write(saved.value.filter((v) => v.address !== address));
