import type { PropsWithChildren } from "hono/jsx";

/** A table that scrolls by itself where it is too wide; an empty title stands over what is there for the eye alone. */
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
