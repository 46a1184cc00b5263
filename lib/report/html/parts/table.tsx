import type { PropsWithChildren } from "hono/jsx";

/** A table that scrolls sideways when it is too wide. An empty title marks a column that screen readers skip. */
export function Table({ head, children }: PropsWithChildren<{ readonly head: readonly string[] }>) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>{head.map((title) => title === "" ? <td aria-hidden="true" /> : <th scope="col">{title}</th>)}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
