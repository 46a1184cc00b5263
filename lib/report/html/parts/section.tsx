import type { Child, PropsWithChildren } from "hono/jsx";

/** A part of a page. Its heading is also the name of the landmark, for screen readers. */
export function Section({ id, title, children }: PropsWithChildren<{ readonly id: string; readonly title: string }>) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Names and values; a name without a value is left out. */
export function Facts({ facts }: { readonly facts: Readonly<Record<string, Child | undefined>> }) {
  const shown = Object.entries(facts).filter(([, fact]) => fact !== undefined && fact !== null && fact !== "");
  return (
    <dl>
      {shown.map(([name, fact]) => (
        <div>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A titled list of texts; nothing when the list is empty. */
export function Items({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>{items.map((item) => <li>{item}</li>)}</ul>
    </>
  );
}
