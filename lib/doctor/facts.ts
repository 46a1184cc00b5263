/** What `doctor.sh` printed: the values of each name. */
export type Facts = ReadonlyMap<string, readonly string[]>;

/** Reads lines NAME<TAB>VALUE. */
export function readFacts(text: string): Facts {
  const facts = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, name, value = ""] = /^([^\t]+)\t(.*)$/.exec(line) ?? [];
    if (name !== undefined) facts.set(name, [...facts.get(name) ?? [], value]);
  }
  return facts;
}

/** The only value of that name; undefined where the host could not tell. */
export function factOf(facts: Facts, name: string): string | undefined {
  return facts.get(name)?.[0];
}

/** The same as a number. */
export function numberOf(facts: Facts, name: string): number | undefined {
  const value = factOf(facts, name);
  return value === undefined || value === "" || !Number.isFinite(Number(value)) ? undefined : Number(value);
}
