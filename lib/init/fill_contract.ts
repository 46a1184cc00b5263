import { type Document, isMap, isScalar, Pair, parseDocument, Scalar } from "yaml";
import { commentLines } from "./comment_lines.ts";

/** A key to set in a contract. */
export interface ContractEntry {
  readonly key: string;
  readonly value: unknown;
  /** Whether lists and mappings are written on one line. */
  readonly flow?: boolean;
  /** Comments above the key, after the comments of the template. */
  readonly comments?: readonly string[];
}

/** An optional key in the final comment of the template, to show with another value or with a note. */
export interface OptionalKey {
  readonly key: string;
  readonly value?: string;
  readonly note: string;
}

/**
 * Sets keys in the commented contract of the template, and keeps its comments. The final comment of the template lists
 * optional keys: one that is set is added above that comment and removed from it.
 */
export function fillContract(
  template: string,
  { entries, optional }: { readonly entries: readonly ContractEntry[]; readonly optional: readonly OptionalKey[] },
): string {
  // Words such as "yes" and "on" are booleans to YAML 1.1, which many editors still use: they are quoted.
  const document = parseDocument(template, { compat: "yaml-1.1" });
  for (const entry of entries) setEntry(document, entry);
  for (const key of optional) showOptional(document, key);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function setEntry(document: Document, { key, value, flow = false, comments = [] }: ContractEntry): void {
  const pair = pairOf(document, key) ?? addPair(document, key);
  pair.value = document.createNode(value, { flow });
  const added = comments.flatMap((comment) => commentLines(comment)).map((line) => ` ${line}`);
  if (added.length > 0) pair.key.commentBefore = [pair.key.commentBefore ?? [], ...added].flat().join("\n");
}

type ContractPair = Pair<Scalar, unknown>;

function pairOf(document: Document, key: string): ContractPair | undefined {
  const pairs = isMap<Scalar>(document.contents) ? document.contents.items : [];
  return pairs.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function addPair(document: Document, key: string): ContractPair {
  const pair: ContractPair = new Pair(new Scalar(key), null);
  pair.key.spaceBefore = true;
  document.add(pair);
  editOptional(document, key, () => []);
  return pair;
}

/** The column of the meanings in the final comment. */
const COLUMN = 23;

function showOptional(document: Document, { key, value, note }: OptionalKey): void {
  editOptional(document, key, (line) => {
    const start = value === undefined
      ? line.slice(0, COLUMN)
      : ` ${key}: ${commentLines(value).join(" ")} `.padEnd(COLUMN);
    const [first, ...rest] = commentLines(`${line.slice(COLUMN)} ${note}`, 117 - COLUMN);
    return [`${start}${first}`, ...rest.map((more) => `${" ".repeat(COLUMN)}${more}`)];
  });
}

function editOptional(document: Document, key: string, edit: (line: string) => readonly string[]): void {
  const lines = (document.comment ?? "").split("\n");
  document.comment = lines.flatMap((line) => line.startsWith(` ${key}: `) ? edit(line) : [line]).join("\n");
}
