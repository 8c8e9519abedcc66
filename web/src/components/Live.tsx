/** The page's one live region: results and actions are said there to those who do not see them. */
import { signal } from "@preact/signals";
import type { JSX } from "preact";

const message = signal("");

export const announce = (text: string): void => void (message.value = text);

export function Live(): JSX.Element {
  return (
    <div class="visually-hidden" aria-live="polite" id="live">
      {message.value}
    </div>
  );
}
