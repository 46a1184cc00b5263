/** A YAML mapping of any form. */
export type Mapping = Readonly<Record<string, unknown>>;

/** Whether a value is a mapping. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value as a mapping; empty for anything else. */
export function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

/** The value as a list: of one element where it is no list, empty where it is nothing. */
export function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

/** The text of a scalar; undefined for anything else. */
export function text(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

/** The elements of a list that are scalars, as texts. */
export function texts(value: unknown): readonly string[] {
  return list(value).flatMap((one) => text(one) ?? []);
}

/** `NAME=value` lines of a mapping, or of a list that has them already. */
export function assignments(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? texts(value)
    : Object.entries(mapping(value)).map(([name, one]) => `${name}=${text(one) ?? ""}`);
}
