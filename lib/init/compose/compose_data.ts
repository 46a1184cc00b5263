import { parseDocument } from "yaml";
import { interpolate } from "./interpolate.ts";
import { isMapping } from "../../contract/values.ts";

/** The data of a compose file with its variables replaced; or why it cannot be read. */
type ComposeData =
  | {
    readonly kind: "data";
    readonly data: unknown;
    /** Variables without a value: those that the file requires, and those that it reads as empty. */
    readonly required: readonly string[];
    readonly empty: readonly string[];
  }
  | { readonly kind: "unreadable"; readonly why: string };

const MAX_ALIASES = 20_000;

/** Parses the YAML of a compose file and replaces its variables. Never throws, whatever the text. */
export function composeData(source: string, values: Readonly<Record<string, string>>): ComposeData {
  try {
    const document = parseDocument(source, { merge: true, uniqueKeys: false, logLevel: "error", prettyErrors: false });
    const [mistake] = document.errors;
    if (mistake !== undefined) return { kind: "unreadable", why: `not YAML: ${mistake.message}` };
    return { kind: "data", ...filledIn(document.toJS({ maxAliasCount: MAX_ALIASES }), values) };
  } catch (error) {
    // Too many aliases, too deep nesting for the parser, or a NUL character.
    return { kind: "unreadable", why: error instanceof Error ? error.message : String(error) };
  }
}

function filledIn(data: unknown, values: Readonly<Record<string, string>>) {
  const required = new Set<string>(), empty = new Set<string>();
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (isMapping(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [withoutNul(key), fill(one)]));
    }
    if (typeof value !== "string" || !withoutNul(value).includes("$")) return value;
    const filled = interpolate(value, values);
    filled.required.forEach((name) => required.add(name));
    filled.empty.forEach((name) => empty.add(name));
    return filled.text;
  };
  return { data: fill(data), required: [...required], empty: [...empty] };
}

/** Throws for a NUL character: Compose refuses it, and no program accepts it in a name. */
function withoutNul(text: string): string {
  if (text.includes("\u0000")) throw new Error("it contains a NUL character");
  return text;
}
