import { z } from "zod";
import { checkTarget } from "./check_target.ts";
import { durationText, parseDuration } from "./duration.ts";
import { describeValue } from "./describe_value.ts";
import { scheduleTrouble } from "./schedule.ts";
import { slugPattern } from "./slug.ts";

/** Wording of every complaint about a value: what was wanted, and what is there. */
function wanted(what: string) {
  return {
    error: (issue: { readonly input?: unknown }) =>
      issue.input === undefined ? `missing: expected ${what}` : `expected ${what}, found ${describeValue(issue.input)}`,
  };
}

const day = 86_400_000;

function duration(limits: { readonly minMs: number; readonly maxDays: number }) {
  const range = `${limits.minMs === 0 ? "" : "more than 0 and "}at most ${limits.maxDays}d`;
  const wording = wanted(`a duration such as 120 (seconds), "2m" or "1h30m", ${range}`);
  return z.union([z.number(wording), z.string(wording).meta({ pattern: durationText.source })], wording).refine(
    (value) => {
      const ms = parseDuration(value);
      return ms !== undefined && ms >= limits.minMs && ms <= limits.maxDays * day;
    },
    wording,
  );
}

const timeout = () => duration({ minMs: 1, maxDays: 7 });

function text(what: string, pattern: RegExp) {
  return z.string(wanted(what)).regex(pattern, wanted(what));
}

function list<T extends z.ZodType>(item: T, what: string) {
  return z.array(item, wanted(what));
}

// Relative, without a ".." segment and without control characters.
// deno-lint-ignore no-control-regex
const inside = /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\u0000-\u001f\u007f]+$/;
const path = text('a path inside the repository, relative and without ".."', inside);
const glob = text('a glob inside the repository, relative and without ".."', inside);
const globs = (what: string) => list(glob, what);

/** A name of an environment variable that is not ours to set. */
const variableName =
  /^(?!E2E_)(?!COMPOSE_(?:FILE|PROJECT_NAME)$)(?!DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY|API_VERSION)$)[A-Za-z_][A-Za-z0-9_]*$/;
const variable = text(
  "the name of an environment variable, none of E2E_…, COMPOSE_FILE, COMPOSE_PROJECT_NAME, and none that chooses a Docker Engine, such as DOCKER_HOST",
  variableName,
);

const statusWanted = wanted('a status such as 200 or "2xx", or a list of them');
const status = z.union([
  z.int(statusWanted).min(100, statusWanted).max(599, statusWanted),
  z.string(statusWanted).regex(/^[1-5](?:\d\d|xx)$/, statusWanted),
], statusWanted);

const bodyWanted = wanted("an extended regular expression on one line (grep -E)");
const body = z.string(bodyWanted).min(1, bodyWanted).refine(isExtendedExpression, bodyWanted);

/** JavaScript's own expressions are the nearest thing to compile it with; what grep -E takes for something else is refused. */
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

const urlWanted = wanted('a URL such as "http://localhost:8080/health" or "tcp://localhost:5432"');

const healthCheck = z.strictObject({
  name: text("a name of letters, digits, dots, dashes and underscores, at most 64", /^[A-Za-z0-9][\w.-]{0,63}$/)
    .optional().describe("How messages call the check, each one once; by default made from `url` or `service`"),
  url: z.string(urlWanted).refine((url) => checkTarget(url) !== undefined, urlWanted).optional()
    .describe("`http://…` or `https://…` has to answer; `tcp://host:port` has to accept a connection and keep it"),
  service: text("the name of a compose service", /^[\w.-]+$/).optional()
    .describe(
      "A compose service that has to be healthy by its own healthcheck, or running where it has none: for 3 s when Docker has started it again",
    ),
  timeout: timeout().default(60).describe("How long it may take to succeed"),
  status: z.union([status, list(status, "a list of statuses").min(1, statusWanted)], statusWanted).optional()
    .describe("Only with http: the statuses that count, `200`, `2xx` or `[200, 404]`; by default 2xx and 3xx"),
  body: body.optional().describe(
    "Only with http: an extended regular expression (`grep -E`) that a line of the answer has to match",
  ),
}, wanted("a check: a mapping with url or service")).meta({
  oneOf: [{ required: ["url"] }, { required: ["service"] }],
});

const allowances = ["docker-socket", "host-network", "privileged", "devices", "external", "outside-paths"] as const;

function choice<const T extends readonly [string, ...string[]]>(options: T) {
  const quoted = options.map((option) => JSON.stringify(option));
  return z.enum(options, wanted(`${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`));
}

// deno-lint-ignore no-control-regex
const envText = z.string().regex(/^[^\u0000]*$/, wanted("text without NUL"));
const envValue = z.union([envText, z.number(), z.boolean()], wanted("text, a number, true or false"));

const fiveFields = 'five cron fields such as "0 3 * * 0"', scheduleWanted = wanted(fiveFields);
const schedule = z.string(scheduleWanted)
  .regex(/^\s*(?:[\dA-Za-z*\/,?#-]+\s+){4}[\dA-Za-z*\/,?#-]+\s*$/, { ...scheduleWanted, abort: true })
  .refine((cron) => scheduleTrouble(cron) === undefined, {
    error: ({ input }) => `expected ${fiveFields}: ${scheduleTrouble(`${input}`)}`,
  });
const compose = wanted("a path, or a list of paths");
const identifier = text("an id as text", /^\S+$/);

/** The contract as people write it. */
export const contractSchema = z.strictObject({
  version: z.literal(1, wanted("1")).default(1).describe("Version of this format"),
  name: text("a slug: 1 to 40 lower-case letters, digits and dashes, not beginning with a dash", slugPattern)
    .describe("The repository's slug: 1 to 40 lower-case letters, digits and dashes"),
  compose_file: z.union([path, list(path, "a list of paths").min(1, compose)], compose)
    .describe(
      "The compose file, or a list of files that are merged. May be a symlink to another file of the repository",
    ),
  health_checks: list(healthCheck, "a list of checks").default([])
    .describe("What has to hold before the tests start, asked from the host"),
  // deno-lint-ignore no-control-regex
  test_command: text("a shell command", /^(?=[\s\S]*\S)[^\u0000]+$/)
    .describe("Shell command that runs the tests on the host, in the repository's root"),
  timeout: timeout().default(300).describe("Hard limit for `test_command`; at most `run_timeout`"),
  cleanup: choice(["always", "on_success", "never"]).default("always")
    .describe("When the sandbox is taken down: `always`, `on_success` (else it is kept for `keep_for`), `never`"),
  ports: choice(["host", "private"]).default("host")
    .describe(
      "`host`: published ports as the compose file says. `private`: on an address of the sandbox's own, 127.x.y.z; `localhost` in checks goes there",
    ),
  allow: list(choice(allowances), "a list of allowances").default([])
    .describe("What the compose file may do although it breaks isolation, see below"),
  env: z.record(variable, envValue, wanted("a mapping of names to values")).default({})
    .describe(
      "Environment variables of `test_command`; none that begins with `E2E_`, nor COMPOSE_FILE or COMPOSE_PROJECT_NAME, nor one that chooses a Docker Engine, such as DOCKER_HOST",
    ),
  secrets: list(variable, "a list of names of environment variables").default([])
    .describe(
      "Names of environment variables that are taken from where the tool runs, and masked in all output; never values",
    ),
  artifacts: globs("a list of globs").default([]).describe("Globs of files that are collected after the tests"),
  test_results: globs("a list of globs").default([]).describe(
    "Globs of JUnit XML files that the tests write: the verdict rests on them too, see below",
  ),
  sync: z.strictObject({
    include: globs("a list of globs").default([]).describe("Globs of files that travel although git ignores them"),
    exclude: globs("a list of globs").default([]).describe("Globs of files that do not travel"),
  }, wanted("a mapping with include and exclude")).prefault({}).describe(
    "What travels to the host, other than git would: `include` and `exclude`",
  ),
  up_timeout: timeout().default("10m").describe("Limit for building, pulling and starting the stack"),
  run_timeout: timeout().default("60m").describe("Limit for the whole run"),
  stop_grace: duration({ minMs: 0, maxDays: 7 }).default("2s")
    .describe("Time between TERM and KILL for services that set no `stop_grace_period`"),
  profiles: list(text("the name of a compose profile", /^[A-Za-z0-9][\w.-]*$/), "a list of compose profiles").default(
    [],
  )
    .describe("Compose profiles that are started too"),
  keep_for: duration({ minMs: 1, maxDays: 365 }).default("24h").describe(
    "How long a sandbox is kept that is not taken down",
  ),
  schedule: schedule
    .optional()
    .describe("Five cron fields: when the host's own cron starts a run"),
  state_hub: z.strictObject({
    workstream_id: identifier.optional().describe("The workstream that results are posted to"),
    task_id: identifier.optional().describe("The task that results are posted to"),
  }, wanted("a mapping with workstream_id and task_id")).prefault({}).describe(
    "`workstream_id` and `task_id` that results belong to",
  ),
}, wanted("a mapping with name, compose_file and test_command"));

/** A contract's values as they are written, defaults filled in, each one checked on its own. */
export type ContractInput = z.output<typeof contractSchema>;

/** The keys of each mapping of a contract, by its path without indexes. */
export const contractKeys: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(contractSchema.shape),
  health_checks: Object.keys(healthCheck.shape),
  sync: ["include", "exclude"],
  state_hub: ["workstream_id", "task_id"],
};
