import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Pair } from "yaml";

/** A place in a YAML text: a value, or with `key` a key of the mapping at `path`. */
export interface Place {
  readonly path: readonly PropertyKey[];
  readonly key?: string;
}

/** Returns where a place starts, in characters from the start of the text. */
export function offsetAt(document: Document, { path, key }: Place): number {
  const node = nodeAt(document, path);
  const pair = key === undefined ? undefined : pairOf(node, key);
  if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0;
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetAt(document, { path: path.slice(0, -1) });
}

/** Returns the source text of a plain value, through aliases. */
export function sourceAt(document: Document, path: readonly PropertyKey[]): string | undefined {
  const resolved = (node: unknown) => isAlias(node) ? node.resolve(document) : node;
  let node: unknown = document.contents;
  for (const part of path) node = childOf(resolved(node), part);
  const scalar = resolved(node);
  return isScalar(scalar) ? scalar.source : undefined;
}

/** The node at a path. An alias is not resolved: the alias itself is the place to edit. */
function nodeAt(document: Document, path: readonly PropertyKey[]): unknown {
  let node: unknown = document.contents;
  for (const part of path) node = childOf(node, part);
  return node;
}

function childOf(node: unknown, part: PropertyKey): unknown {
  return isSeq(node) ? node.get(part, true) : pairOf(node, part)?.value;
}

/** Of a repeated key the last one counts, as in the data. `getIn` of yaml takes the first. */
function pairOf(node: unknown, key: PropertyKey): Pair | undefined {
  return isMap(node) ? node.items.findLast((item) => isScalar(item.key) && item.key.value === key) : undefined;
}
