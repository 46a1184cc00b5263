import { UserError } from "../errors.ts";
import type { Event, Report } from "../result/event.ts";
import type { Result } from "../result/result.ts";
import { Masker } from "./masker.ts";
import { UrlMasker } from "./url_masker.ts";

/**
 * Wraps a reporter: it gets every event with secrets, and what looks like a password in a URL, masked in all texts. The
 * output of a phase is one stream, so a secret that is split over two events is masked too.
 */
export function masked(report: Report, secrets: readonly string[]): Report {
  const stream = maskStream(secrets), whole = textMasker(secrets);
  let last: Extract<Event, { kind: "output" }> | undefined;
  const show = (text: string) => {
    if (last !== undefined && text !== "") report({ ...last, text });
  };
  return (event) => {
    if (event.kind === "output") {
      last = event;
      return show(stream.push(event.text));
    }
    if (event.kind === "phase-ended" || event.kind === "run-ended") show(stream.end());
    report(mapTexts(event, whole));
  };
}

/** Returns a function that masks secrets, and what looks like a password in a URL, in a whole text. */
export function textMasker(secrets: readonly string[]): (text: string) => string {
  const { push, end } = maskStream(secrets);
  return (text) => push(text) + end();
}

/** Maps whose keys Docker Compose may take from a text with variables (`- ${NAME}=x`). All other keys are fixed words. */
const FREE_KEYS = new Set(
  "environment labels annotations args sysctls extra_hosts additional_contexts driver_opts".split(" "),
);

/** Returns a copy of any JSON value with secrets masked in all its texts, and in the keys that a repository's text can set. */
export function maskedValue<T>(value: T, secrets: readonly string[]): T {
  const mask = textMasker(secrets);
  return mapTexts(value, mask, { own: new Set(), key: (name, parent) => FREE_KEYS.has(parent) ? mask(name) : name });
}

/** Runs `body`, and masks secrets in the error that it throws. */
export async function withMaskedErrors<T>(secrets: readonly string[], body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    const mask = textMasker(secrets);
    if (error instanceof UserError) {
      const { message, hint, outcome } = error;
      throw new UserError(mask(message), { hint: hint === undefined ? undefined : mask(hint), outcome });
    }
    if (error instanceof Error) {
      error.message = mask(error.message);
      error.stack = mask(error.stack ?? "");
    }
    throw error;
  }
}

/** Returns the result with secrets masked, as {@link masked} reports it. */
export function maskedResult(result: Result, secrets: readonly string[]): Result {
  return mapTexts(result, textMasker(secrets));
}

/** Returns functions that mask text that arrives in pieces. */
export function maskStream(secrets: readonly string[]) {
  const masker = new Masker(secrets), urls = new UrlMasker();
  return {
    push: (text: string) => urls.push(masker.push(text)),
    end: () => urls.push(masker.end()) + urls.end(),
  };
}

/**
 * Fields with values of the tool itself. They are not masked, so that a secret with the value "test" does not change a
 * result.
 */
const OWN_FIELDS = new Set(
  "kind phase phases status outcome at level decision evidence ports runId run_id project slug sha started_at ended_at kept_until"
    .split(" "),
);

/** Returns a copy of `value` with `change` applied to every text in it, except in the fields `own`, and `key` to every key and the one above it. */
function mapTexts<T>(
  value: T,
  change: (text: string) => string,
  { own = OWN_FIELDS, key = (name: string, _parent: string) => name } = {},
): T {
  const copy = (each: unknown, parent = ""): unknown => {
    if (typeof each === "string") return change(each);
    if (Array.isArray(each)) return each.map((inner) => copy(inner));
    if (each === null || typeof each !== "object") return each;
    return Object.fromEntries(
      Object.entries(each).map(([name, inner]) =>
        own.has(name) ? [name, inner] : [key(name, parent), copy(inner, name)]
      ),
    );
  };
  return copy(value) as T;
}
