/** A YAML mapping whose values can be anything. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns the value if it is a mapping, else an empty one. */
export function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** Returns the value as a list: a single value becomes a list of one, and a missing value an empty list. */
export function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

/** Returns the text of a scalar; undefined for anything else. */
export function text(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

/** Returns the scalars of a list as texts, and skips everything else. */
export function texts(value: unknown): readonly string[] {
  return list(value).flatMap((one) => text(one) ?? []);
}

/** Returns `NAME=value` texts from a mapping, or from a list of such texts. */
export function assignments(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? texts(value)
    : Object.entries(mapping(value)).map(([name, one]) => `${name}=${text(one) ?? ""}`);
}
