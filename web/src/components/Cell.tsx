/** A cell of a table with class `stacked`: on a narrow screen each row is a card, each cell a line with the name of its column before it. */
import type { ComponentChildren, JSX } from "preact";

export function Cell(props: { column: string; class?: string; children: ComponentChildren }): JSX.Element {
  return (
    <td class={props.class}>
      <span class="column" aria-hidden="true">
        {props.column}
      </span>
      <span class="value">{props.children}</span>
    </td>
  );
}
