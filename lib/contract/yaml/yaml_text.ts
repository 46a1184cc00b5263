import { type Document, parseDocument } from "yaml";
import { decodeText } from "./decode_text.ts";
import type { Problem, ProblemText } from "../problem.ts";
import { firstAlias, TOO_DEEP, yamlMistakes } from "./yaml_mistakes.ts";
import { offsetAt, type Place, sourceAt } from "./yaml_places.ts";

export type { Place };

interface YamlText {
  readonly data: unknown;
  /** Mistakes that leave the data readable, such as a repeated key. */
  readonly problems: readonly Problem[];
  /** Makes a problem at a place. For a path that does not exist, the nearest mapping or list around it is used. */
  readonly problemAt: (place: Place, text: ProblemText) => Problem;
  /** Returns the source text of a plain value, such as `3.10` for the number 3.1. */
  readonly sourceAt: (path: readonly PropertyKey[]) => string | undefined;
}

type YamlReading =
  | { readonly kind: "readable"; readonly yaml: YamlText }
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

const MAX_ALIASES = 50;

/**
 * Reads one YAML document: its data with the place of each value, or why it cannot be read. Problems name the text `file`.
 * Never throws, whatever the bytes.
 */
export function readYaml(source: string | Uint8Array, file: string): YamlReading {
  const decoded = decodeText(source, file);
  if (decoded.kind === "undecodable") return { kind: "unreadable", problems: [decoded.problem] };
  const { text, problemAt } = decoded;
  const document = parse(text);
  if (document === undefined) return { kind: "unreadable", problems: [problemAt(0, "", { message: TOO_DEEP })] };
  const mistakes = yamlMistakes(document);
  const problems = mistakes.map(({ offset, message }) => problemAt(offset, "", { message }));
  if (mistakes.some(({ isReadable }) => !isReadable)) return { kind: "unreadable", problems };
  const data = plainData(document);
  if (data.kind === "failed") return { kind: "unreadable", problems: [problemAt(firstAlias(document), "", data)] };
  return {
    kind: "readable",
    yaml: {
      data: data.data,
      problems,
      problemAt: (place, said) => problemAt(offsetAt(document, place), pathText(place), said),
      sourceAt: (path) => sourceAt(document, path),
    },
  };
}

/** Formats a place for a message: `health_checks[0].timeout`. */
function pathText({ path, key }: Place): string {
  return [...path, ...(key === undefined ? [] : [key])]
    .map((part, index) => typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`).join("");
}

/** Parses a document. Returns undefined when it is nested so deeply that the parser, which is recursive, fills the stack. */
function parse(text: string): Document | undefined {
  try {
    return parseDocument(text, { prettyErrors: false, stringKeys: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type PlainData = { readonly kind: "data"; readonly data: unknown } | {
  readonly kind: "failed";
  readonly message: string;
};

function plainData(document: Document): PlainData {
  try {
    return { kind: "data", data: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) {
      return { kind: "failed", message: `expected at most ${MAX_ALIASES} uses of an anchor, found more` };
    }
    // A feature of YAML 1.1 alone, such as merging a value that is not a mapping.
    return { kind: "failed", message: `expected plain YAML: ${error instanceof Error ? error.message : error}` };
  }
}
