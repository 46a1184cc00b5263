import { date } from "../../../result/words.ts";

/** A point in time, ISO 8601, as people and programs read it. */
export function When({ at }: { readonly at: string }) {
  return <time class="near" datetime={at}>{dateWords(at)}</time>;
}

/** A point in time, ISO 8601, as people read it; what is none stays as it is. */
export function dateWords(at: string): string {
  const ms = Date.parse(at);
  return Number.isNaN(ms) ? at : date(ms);
}
