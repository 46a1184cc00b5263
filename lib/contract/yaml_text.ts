import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { decodeText } from "./decode_text.ts";
import type { Problem, Said } from "./problem.ts";

/** A place in a YAML text: a value, or the key of a mapping where `key` is given. */
export interface Place {
  readonly path: readonly PropertyKey[];
  readonly key?: string;
}

/** A YAML text that was understood: its data, and where each value came from. */
export interface YamlText {
  readonly data: unknown;
  /** Keys that are there twice, and the like: mistakes that leave the data readable. */
  readonly problems: readonly Problem[];
  /** Makes a problem at a place; of a path that does not exist the nearest mapping or list around it counts. */
  readonly problemAt: (place: Place, said: Said) => Problem;
  /** The text of a plain value as it is written, such as `3.10` for the number 3.1. */
  readonly written: (path: readonly PropertyKey[]) => string | undefined;
}

/** YAML that was understood, or why it was not. */
export type YamlReading =
  | { readonly kind: "readable"; readonly yaml: YamlText }
  | { readonly kind: "unreadable"; readonly problems: readonly Problem[] };

const mostAliases = 50;

/** Reads one YAML document; never throws, whatever the bytes. `file` is how the text is called in problems. */
export function readYaml(source: string | Uint8Array, file: string): YamlReading {
  const decoded = decodeText(source, file);
  if (decoded.kind === "undecodable") return { kind: "unreadable", problems: [decoded.problem] };
  const { text, problemAt } = decoded;
  const parsed = parse(text);
  if (parsed.kind === "failed") return { kind: "unreadable", problems: [problemAt(0, "", parsed)] };
  const { document } = parsed;
  const mistakes = mistakesOf(document);
  const problems = mistakes.map((mistake) => problemAt(mistake.pos[0], "", { message: wording(mistake) }));
  if (mistakes.some(({ code }) => code !== "DUPLICATE_KEY")) return { kind: "unreadable", problems };
  const data = plainData(document);
  if (data.kind === "failed") return { kind: "unreadable", problems: [problemAt(firstAlias(document), "", data)] };
  return {
    kind: "readable",
    yaml: {
      data: data.data,
      problems,
      problemAt: ({ path, key }, said) =>
        problemAt(offsetOf(document, path, key), showPath(key === undefined ? path : [...path, key]), said),
      written: (path) => writtenAt(document, path),
    },
  };
}

/** Gives a path as people read it: `health_checks[0].timeout`. */
export function showPath(path: readonly PropertyKey[]): string {
  return path.map((part, index) => typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${String(part)}`)
    .join("");
}

type Failed = { readonly kind: "failed"; readonly message: string };

function parse(text: string): Failed | { readonly kind: "parsed"; readonly document: Document } {
  try {
    return {
      kind: "parsed",
      document: parseDocument(text, { prettyErrors: false, stringKeys: true }),
    };
  } catch (error) {
    // The parser recurses into nested lists and mappings.
    if (error instanceof RangeError) return { kind: "failed", message: "expected a contract, found too deep nesting" };
    throw error;
  }
}

function plainData(document: Document): Failed | { readonly kind: "data"; readonly data: unknown } {
  try {
    return { kind: "data", data: document.toJS({ maxAliasCount: mostAliases }) };
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) {
      return { kind: "failed", message: `expected at most ${mostAliases} uses of an anchor, found more` };
    }
    // What only YAML 1.1 knows, such as a merge of what is no mapping.
    return { kind: "failed", message: `expected plain YAML: ${error instanceof Error ? error.message : error}` };
  }
}

/** Where nesting is too deep, nothing else that was found counts; of several mistakes at one place the first. */
function mistakesOf(document: Document): readonly Mistake[] {
  const tooDeep = document.errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  if (tooDeep !== undefined) return [tooDeep];
  const all = [...document.errors, ...document.warnings, ...lostAliases(document)];
  return all.filter((mistake, index) => all.findIndex(({ pos }) => pos[0] === mistake.pos[0]) === index);
}

type Mistake = Pick<YAMLError, "code" | "message" | "pos">;

function lostAliases(document: Document): readonly Mistake[] {
  const lost: Mistake[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      const start = alias.range?.[0] ?? 0;
      lost.push({
        code: "BAD_ALIAS",
        message: `expected an anchor defined before its use, found "*${alias.source}"`,
        pos: [start, start],
      });
    },
  });
  return lost;
}

function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_key, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

const wordings: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "expected each key once, found this one a second time",
  MULTIPLE_DOCS: 'expected one document, found a second one after "---"',
  NON_STRING_KEY: "expected text as a key, found something else",
  RESOURCE_EXHAUSTION: "expected a contract, found too deep nesting",
  TAB_AS_INDENT: "expected spaces for indentation, found a tab",
};

function wording({ code, message }: Mistake): string {
  const known = wordings[code];
  if (known !== undefined) return known;
  return code === "BAD_ALIAS" && message.startsWith("expected") ? message : `not YAML: ${message.replace(/\.$/, "")}`;
}

function offsetOf(document: Document, path: readonly PropertyKey[], key: string | undefined): number {
  const node = nodeAt(document, path);
  const pair = key === undefined ? undefined : pairOf(node, key);
  if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0;
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1), undefined);
}

function nodeAt(document: Document, path: readonly PropertyKey[]): unknown {
  let node: unknown = document.contents;
  for (const part of path) {
    // What an alias stands for is elsewhere: the alias itself is the place to mend.
    node = isCollection(node) ? child(node, part) : undefined;
  }
  return node;
}

function child(collection: YAMLMap | YAMLSeq, part: PropertyKey): unknown {
  return isMap(collection) ? pairOf(collection, part)?.value : collection.get(part, true);
}

/** Of a key that is there twice the last one counts, as it does in the data. */
function pairOf(node: unknown, key: PropertyKey): Pair | undefined {
  return isMap(node) ? node.items.findLast((item) => isScalar(item.key) && item.key.value === key) : undefined;
}

function writtenAt(document: Document, path: readonly PropertyKey[]): string | undefined {
  let node: unknown = document.contents;
  for (const part of path) {
    const collection = isAlias(node) ? node.resolve(document) : node;
    node = isCollection(collection) ? child(collection, part) : undefined;
  }
  const scalar = isAlias(node) ? node.resolve(document) : node;
  return isScalar(scalar) ? scalar.source : undefined;
}
