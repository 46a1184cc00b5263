import { distance } from "fastest-levenshtein";

/** Returns the known name that a mistyped one most likely means; undefined when none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, edits: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(2, name.length / 3) && best.edits < best.candidate.length
    ? best.candidate
    : undefined;
}
