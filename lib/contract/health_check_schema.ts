import { z } from "zod";
import { parseCheckUrl } from "./parse_check_url.ts";
import { expected, list, text, timeout } from "./value_schemas.ts";

const statusError = expected('a status such as 200 or "2xx", or a list of them');
const status = z.union([
  z.int(statusError).min(100, statusError).max(599, statusError),
  z.string(statusError).regex(/^[1-5](?:\d\d|xx)$/, statusError),
], statusError);

const bodyError = expected("an extended regular expression on one line (grep -E)");
const body = z.string(bodyError).min(1, bodyError).refine(isExtendedExpression, bodyError);

/** Compiles the expression as JavaScript, the nearest available syntax, and refuses what means something else to grep -E. */
function isExtendedExpression(source: string): boolean {
  const unescaped = source.replace(/\\[^dD\n\r]/g, "_");
  const outsideBrackets = unescaped.replace(/\[\^?\]?[^\]]*\]/g, "_");
  // deno-lint-ignore no-control-regex
  if (/[\u0000\n\r]|\\/.test(unescaped) || /\(\?|[*+?}]\?/.test(outsideBrackets)) return false;
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

const urlError = expected('a URL such as "http://localhost:8080/health" or "tcp://localhost:5432"');

/** The keys that say what a health check asks. Each check has one of them. */
export const CHECK_TARGETS = ["url", "service"] as const;

/** The schema of one entry of `health_checks`. */
export const healthCheck = z.strictObject({
  name: text("a name of letters, digits, dots, dashes and underscores, at most 64", /^[A-Za-z0-9][\w.-]{0,63}$/)
    .optional().describe(
      "The name of the check in messages, unique in the list; made from `url` or `service` by default",
    ),
  url: z.string(urlError).refine((url) => parseCheckUrl(url) !== undefined, urlError).optional()
    .describe("`http://…` or `https://…` has to answer; `tcp://host:port` has to accept a connection and keep it open"),
  service: text("the name of a compose service", /^[\w.-]+$/).optional()
    .describe(
      "A compose service that has to be healthy. A service without a healthcheck has to be running, for at least 3 s after Docker restarted it",
    ),
  timeout: timeout().default(60).describe("Time limit for the check to succeed"),
  status: z.union([status, list(status, "a list of statuses").min(1, statusError)], statusError).optional()
    .describe("Only for http: the accepted statuses, such as `200`, `2xx` or `[200, 404]`; 2xx and 3xx by default"),
  body: body.optional().describe(
    "Only for http: an extended regular expression (`grep -E`) that one line of the response body has to match",
  ),
}, expected(`a check: a mapping with ${CHECK_TARGETS.join(" or ")}`)).meta({
  oneOf: CHECK_TARGETS.map((key) => ({ required: [key] })),
});
