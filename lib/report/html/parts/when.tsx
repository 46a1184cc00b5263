import { date } from "../../../result/words.ts";

/** A point in time, given as ISO 8601, for people and programs. */
export function When({ at }: { readonly at: string }) {
  return <time class="near" datetime={at}>{dateWords(at)}</time>;
}

/** Returns an ISO 8601 time in the form for people; any other text unchanged. */
export function dateWords(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : date(ms);
}
