/** Splits text into rows, one a line, of fields between TABs. Empty lines are left out. */
export function tabRows(text: string): readonly (readonly string[])[] {
  return text.split("\n").filter((line) => line !== "").map((line) => line.split("\t"));
}

/** Collects the values of lines NAME<TAB>VALUE by name, in their order. Lines without a TAB are left out. */
export function tabValues(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const [name = "", ...value] of tabRows(text)) {
    if (value.length > 0) values.set(name, [...values.get(name) ?? [], value.join("\t")]);
  }
  return values;
}
