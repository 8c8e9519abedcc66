/** Which edition of the data the view shows, and the key of who may change it. */
import { signal } from "@preact/signals";
import { forget } from "../../lib/api";

/** Counts what this page has changed; a part that is keyed by it asks anew. */
export const edition = signal(0);

/** The write key, as typed: held in memory until the page is left, never stored, never in an address. */
export const writeKey = signal("");

/** Lets everything that was answered before go. */
export function changed(): void {
  forget();
  edition.value++;
}
