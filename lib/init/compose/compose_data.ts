import { parseDocument } from "yaml";
import { interpolate } from "./interpolate.ts";
import { isMapping } from "../../contract/values.ts";

/** The data of a compose file with its variables filled in; or why there is none. */
export type ComposeData =
  | {
    readonly kind: "data";
    readonly data: unknown;
    /** Variables without a value that the file insists on, and those that it takes as empty. */
    readonly required: readonly string[];
    readonly empty: readonly string[];
  }
  | { readonly kind: "unreadable"; readonly why: string };

const mostAliases = 20_000;

/** Reads the YAML of a compose file; never throws, whatever the text; pure. */
export function composeData(source: string, values: Readonly<Record<string, string>>): ComposeData {
  try {
    const document = parseDocument(source, { merge: true, uniqueKeys: false, logLevel: "error", prettyErrors: false });
    const [mistake] = document.errors;
    if (mistake !== undefined) return { kind: "unreadable", why: `not YAML: ${mistake.message}` };
    return { kind: "data", ...filledIn(document.toJS({ maxAliasCount: mostAliases }), values) };
  } catch (error) {
    // Too many aliases, nesting that is too deep for the parser, or a NUL character.
    return { kind: "unreadable", why: error instanceof Error ? error.message : String(error) };
  }
}

function filledIn(data: unknown, values: Readonly<Record<string, string>>) {
  const required = new Set<string>(), empty = new Set<string>();
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (isMapping(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [whole(key), fill(one)]));
    if (typeof value !== "string" || !whole(value).includes("$")) return value;
    const filled = interpolate(value, values);
    filled.required.forEach((name) => required.add(name));
    filled.empty.forEach((name) => empty.add(name));
    return filled.text;
  };
  return { data: fill(data), required: [...required], empty: [...empty] };
}

/** No program takes a name with a NUL character, and Compose takes none in a file. */
function whole(text: string): string {
  if (text.includes("\u0000")) throw new Error("it holds a NUL character");
  return text;
}
