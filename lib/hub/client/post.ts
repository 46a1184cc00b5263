import type { HubAddress } from "./hub_address.ts";
import type { ProgressEvent } from "./progress_event.ts";

/** What became of one try. */
export type Posted =
  | {
    readonly kind: "delivered";
    /** Where the hub takes the run's page. */
    readonly page: URL | undefined;
    /** What it did not take along. */
    readonly note?: string;
  }
  /** To be tried again; `silent` when the hub does not answer at all, which others will find too. */
  | {
    readonly kind: "later";
    readonly why: string;
    readonly silent: boolean;
    readonly retryAfterMs: number | undefined;
    /** The hub has the result, and not yet its page. */
    readonly taken?: boolean;
  }
  /** Not to be tried again by itself. */
  | { readonly kind: "refused"; readonly why: string };

/** The client errors that are no word about the event. Source: RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4. */
const TRY_AGAIN = [408, 425, 429];
const ANSWER_CHARACTERS = 500;

/**
 * Posts an event once. The run's id goes along as `Idempotency-Key`, so that a hub which has taken it already can tell.
 * Redirects are not followed: they could turn the post into a question.
 */
export async function post(
  hub: HubAddress,
  event: ProgressEvent,
  { key, signal }: { readonly key: string; readonly signal: AbortSignal },
): Promise<Posted> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return await send(hub, hub.url, { method: "POST", headers, body: JSON.stringify(event), signal });
}

/** Sends the run's page to where the hub wants it. */
export async function putPage(
  hub: HubAddress,
  page: URL,
  { html, signal }: { readonly html: string; readonly signal: AbortSignal },
): Promise<Posted> {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return await send(hub, page, { method: "PUT", headers, body: html, signal });
}

async function send(
  hub: HubAddress,
  url: URL,
  request: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly signal: AbortSignal;
  },
): Promise<Posted> {
  try {
    const headers = { ...request.headers, ...authorization(hub) };
    const response = await fetch(url, { ...request, headers, redirect: "manual" });
    const answer = await response.text();
    return response.ok ? { kind: "delivered", page: pageOf(answer, hub) } : unwilling(response, answer);
  } catch (error) {
    return { kind: "later", why: silence(error, request.signal), silent: true, retryAfterMs: undefined };
  }
}

function authorization({ token }: HubAddress): Readonly<Record<string, string>> {
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
}

function unwilling(response: Response, answer: string): Posted {
  const { status } = response;
  const location = response.headers.get("Location");
  const words = location === null ? answer.replace(/\s+/g, " ").trim().slice(0, ANSWER_CHARACTERS) : `to ${location}`;
  const why = `status ${status}${words === "" ? "" : `: ${words}`}`;
  if (status >= 400 && status < 500 && !TRY_AGAIN.includes(status)) return { kind: "refused", why };
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return { kind: "later", why, silent: false, retryAfterMs: seconds > 0 ? seconds * 1000 : undefined };
}

/** A page elsewhere than at the hub is not sent: the token goes along. */
function pageOf(answer: string, { base }: HubAddress): URL | undefined {
  try {
    const { report } = JSON.parse(answer) as { readonly report?: unknown };
    const page = typeof report === "string" ? new URL(report, base) : undefined;
    return page?.origin === base.origin ? page : undefined;
  } catch {
    return undefined;
  }
}

function silence(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "no answer in time";
  const cause = error instanceof Error ? error.cause ?? error : error;
  const words = cause instanceof Error ? cause.message : String(cause);
  return /: ([^:]+) \(os error \d+\)/.exec(words)?.[1] ?? words; // the rest repeats the address
}
