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
const MAX_ANSWER = 65_536;

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
    const answer = await startOf(response);
    return response.ok
      ? { kind: "delivered", reportUrl: reportUrlOf(answer, hub) }
      : rejected(response, withoutToken(refusal(response, answer), hub));
  } catch (error) {
    return { kind: "later", why: noAnswer(error, request.signal), silent: true, retryAfterMs: undefined };
  }
}

/** Reads the start of an answer, which holds all that is used of it. */
async function startOf({ body }: Response): Promise<string> {
  let answer = "";
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    answer += text;
    if (answer.length > MAX_ANSWER) break; // this cancels the rest
  }
  return answer.slice(0, MAX_ANSWER);
}

/** A hub may repeat the token that it refuses, also in an address. */
function withoutToken(text: string, { token = "" }: HubAddress): string {
  return token === "" ? text : text.replaceAll(token, "***").replaceAll(encodeURIComponent(token), "***");
}

function refusal({ headers }: Response, answer: string): string {
  const location = headers.get("Location");
  return location === null ? answer : `to ${location}`;
}

function rejected(response: Response, refusal: string): Posted {
  const { status } = response;
  const words = refusal.replace(/\s+/g, " ").trim().slice(0, ANSWER_CHARACTERS);
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
