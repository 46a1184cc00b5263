import { z } from "zod";
import { parseJson } from "../../files/parse_json.ts";
import { messageOf } from "../../errors.ts";
import type { HubAddress } from "./hub_address.ts";

/** The outcome of one request to the hub. */
export type Posted =
  | {
    readonly kind: "delivered";
    /** The URL for the run's report, if the hub accepts one. */
    readonly reportUrl: URL | undefined;
    /** Describes what the hub did not accept. */
    readonly note?: string;
  }
  /** Try again later. `silent`: the hub did not answer at all, so other requests would fail too. */
  | {
    readonly kind: "later";
    readonly why: string;
    readonly silent: boolean;
    readonly retryAfterMs: number | undefined;
    /** The hub has the result, but not yet the report. */
    readonly taken?: boolean;
  }
  /** Do not try again. */
  | { readonly kind: "refused"; readonly why: string };

/** The client errors that are not about the event itself. Source: RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4. */
const TRY_AGAIN = [408, 425, 429];
const ANSWER_CHARACTERS = 500;

/** The hub's answer to an event. `report` is the URL for the run's report, relative to the hub's address. */
const answerSchema = z.object({ report: z.string() });

/**
 * Posts an event once. `key`, the id of the run or of the event, is the `Idempotency-Key`, so that the hub recognizes
 * an event that it has already stored. Redirects are not followed, because they can turn a POST into a GET.
 */
export async function post(
  hub: HubAddress,
  event: object,
  { key, signal }: { readonly key: string; readonly signal: AbortSignal },
): Promise<Posted> {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
  return await send(hub, hub.url, { method: "POST", headers, body: JSON.stringify(event), signal });
}

/** Sends the run's report to the URL from the hub's answer. */
export async function putReport(
  hub: HubAddress,
  reportUrl: URL,
  { html, signal }: { readonly html: string; readonly signal: AbortSignal },
): Promise<Posted> {
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  return await send(hub, reportUrl, { method: "PUT", headers, body: html, signal });
}

async function send(
  hub: HubAddress,
  url: URL,
  request: RequestInit & { readonly signal: AbortSignal },
): Promise<Posted> {
  try {
    const headers = new Headers(request.headers);
    if (hub.token !== undefined) headers.set("Authorization", `Bearer ${hub.token}`);
    const response = await fetch(url, { ...request, headers, redirect: "manual" });
    const answer = await response.text();
    return response.ok
      ? { kind: "delivered", reportUrl: reportUrlOf(answer, hub) }
      : rejected(response, withoutToken(answer, hub));
  } catch (error) {
    return { kind: "later", why: noAnswer(error, request.signal), silent: true, retryAfterMs: undefined };
  }
}

/** A hub may repeat the token that it refuses. */
function withoutToken(answer: string, { token = "" }: HubAddress): string {
  return token === "" ? answer : answer.replaceAll(token, "***");
}

function rejected(response: Response, answer: string): Posted {
  const { status } = response;
  const location = response.headers.get("Location");
  const words = location === null ? answer.replace(/\s+/g, " ").trim().slice(0, ANSWER_CHARACTERS) : `to ${location}`;
  const why = `status ${status}${words === "" ? "" : `: ${words}`}`;
  if (status >= 400 && status < 500 && !TRY_AGAIN.includes(status)) return { kind: "refused", why };
  const seconds = Number(response.headers.get("Retry-After") ?? NaN);
  return { kind: "later", why, silent: false, retryAfterMs: seconds > 0 ? seconds * 1000 : undefined };
}

/** Returns the URL for the report. It must be at the hub itself, because the token is sent with the report. */
function reportUrlOf(answer: string, { base }: HubAddress): URL | undefined {
  const { report } = answerSchema.safeParse(parseJson(answer)).data ?? {};
  const url = report === undefined ? null : URL.parse(report, base);
  return url?.origin === base.origin ? url : undefined;
}

/** Describes why there was no answer. */
function noAnswer(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "no answer in time";
  const words = messageOf(error instanceof Error ? error.cause ?? error : error);
  return /: ([^:]+) \(os error \d+\)/.exec(words)?.[1] ?? words; // the rest repeats the address
}
