import { type Document, visit } from "yaml";

/** A mistake in a YAML text. */
interface YamlMistake {
  /** Where it is, in characters from the start of the text. */
  readonly offset: number;
  readonly message: string;
  /** Whether the text still has one clear meaning. */
  readonly isReadable: boolean;
}

/** Returns the mistakes in a parsed text, at most one for each place. Too deep nesting hides all others. */
export function yamlMistakes(document: Document): readonly YamlMistake[] {
  const tooDeep = document.errors.find(({ code }) => code === "RESOURCE_EXHAUSTION");
  const found = tooDeep === undefined ? [...document.errors, ...document.warnings] : [tooDeep];
  const all = [
    ...found.map(({ code, message, pos }) => ({
      offset: pos[0],
      message: MESSAGES[code] ?? `not YAML: ${message.replace(/\.$/, "")}`,
      isReadable: code === "DUPLICATE_KEY",
    })),
    ...(tooDeep === undefined ? unknownAnchors(document) : []),
  ];
  return all.filter(({ offset }, index) => all.findIndex((other) => other.offset === offset) === index);
}

/** The message for a text with too many nested lists and mappings. */
export const TOO_DEEP = "expected a contract, found too deep nesting";

const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "expected each key once, found this one a second time",
  MULTIPLE_DOCS: 'expected one document, found a second one after "---"',
  NON_STRING_KEY: "expected text as a key, found something else",
  RESOURCE_EXHAUSTION: TOO_DEEP,
  TAB_AS_INDENT: "expected spaces for indentation, found a tab",
};

function unknownAnchors(document: Document): readonly YamlMistake[] {
  const unknown: YamlMistake[] = [];
  visit(document, {
    Alias(_key, alias) {
      if (alias.resolve(document) !== undefined) return;
      const message = `expected an anchor defined before its use, found "*${alias.source}"`;
      unknown.push({ offset: alias.range?.[0] ?? 0, message, isReadable: false });
    },
  });
  return unknown;
}

/** Returns the offset of the first alias; 0 without an alias. */
export function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_key, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}
