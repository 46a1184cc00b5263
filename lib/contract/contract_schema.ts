import { z } from "zod";
import { ALLOWANCES, CLEANUPS } from "./contract.ts";
import { healthCheck } from "./health_check_schema.ts";
import { scheduleProblem } from "./schedule_problem.ts";
import { slugPattern } from "./slug.ts";
import { choice, duration, expected, list, text, timeout } from "./value_schemas.ts";

// A relative path without ".." segments and control characters.
// deno-lint-ignore no-control-regex
const inside = /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\u0000-\u001f\u007f]+$/;
const path = text('a path inside the repository, relative and without ".."', inside);
const glob = text('a glob inside the repository, relative and without ".."', inside);
const globs = (what: string) => list(glob, what);

/** The name of an environment variable that the tool does not set itself. */
const variableName =
  /^(?!E2E_)(?!COMPOSE_(?:FILE|PROJECT_NAME)$)(?!DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY|API_VERSION)$)[A-Za-z_][A-Za-z0-9_]*$/;
const variable = text(
  "the name of an environment variable, except E2E_…, COMPOSE_FILE, COMPOSE_PROJECT_NAME, and those that select a Docker Engine, such as DOCKER_HOST",
  variableName,
);

// deno-lint-ignore no-control-regex
const envText = z.string().regex(/^[^\u0000]*$/, expected("text without NUL"));
const envValue = z.union([envText, z.number(), z.boolean()], expected("text, a number, true or false"));

const fiveFields = 'five cron fields such as "0 3 * * 0"', scheduleError = expected(fiveFields);
const schedule = z.string(scheduleError)
  .regex(/^\s*(?:[\dA-Za-z*\/,?#-]+\s+){4}[\dA-Za-z*\/,?#-]+\s*$/, { ...scheduleError, abort: true })
  .refine((cron) => scheduleProblem(cron) === undefined, {
    error: ({ input }) => `expected ${fiveFields}: ${scheduleProblem(`${input}`)}`,
  });
const compose = expected("a path, or a list of paths");
const identifier = text("an id as text", /^\S+$/);

/** The schema of `e2e/e2e.yml`. */
export const contractSchema = z.strictObject({
  version: z.literal(1, expected("1")).default(1).describe("Version of this format"),
  name: text("a slug: 1 to 40 lower-case letters, digits and dashes, not beginning with a dash", slugPattern)
    .describe("The repository's slug: 1 to 40 lower-case letters, digits and dashes"),
  compose_file: z.union([path, list(path, "a list of paths").min(1, compose)], compose)
    .describe(
      "The compose file, or a list of files to merge. A symlink to another file of the repository is allowed",
    ),
  health_checks: list(healthCheck, "a list of checks").default([])
    .describe("Conditions that have to be met before the tests start; the host checks them"),
  // deno-lint-ignore no-control-regex
  test_command: text("a shell command", /^(?=[\s\S]*\S)[^\u0000]+$/)
    .describe("Shell command that runs the tests on the host, in the repository's root"),
  timeout: timeout().default(300).describe("Hard limit for `test_command`; at most `run_timeout`"),
  cleanup: choice(CLEANUPS).default("always")
    .describe(
      "When the sandbox is removed: `always`, `on_success` (after another outcome it is kept for `keep_for`) or `never`",
    ),
  ports: choice(["host", "private"]).default("host")
    .describe(
      "`host`: ports are published as in the compose file. `private`: ports are published on the sandbox's own address, 127.x.y.z, and health checks of `localhost` connect there",
    ),
  allow: list(choice(ALLOWANCES), "a list of allowances").default([])
    .describe("Exceptions from isolation that the compose file may use, see below"),
  env: z.record(variable, envValue, expected("a mapping of names to values")).default({})
    .describe(
      "Environment variables of `test_command`. Not allowed: names that begin with `E2E_`, COMPOSE_FILE, COMPOSE_PROJECT_NAME, and variables that select a Docker Engine, such as DOCKER_HOST",
    ),
  secrets: list(variable, "a list of names of environment variables").default([])
    .describe(
      "Names of environment variables, never values. The values come from the environment that the tool is started in, and are masked in all output. Each has at least four characters",
    ),
  artifacts: globs("a list of globs").default([]).describe("Globs of files that are collected after the tests"),
  test_results: globs("a list of globs").default([]).describe(
    "Globs of JUnit XML files that the tests write. The verdict depends on them too, see below",
  ),
  sync: z.strictObject({
    include: globs("a list of globs").default([]).describe("Globs of files to send although git ignores them"),
    exclude: globs("a list of globs").default([]).describe("Globs of files not to send"),
  }, expected("a mapping with include and exclude")).prefault({}).describe(
    "Changes to the list of files that are sent to the host: `include` adds files that git ignores, or `.git`; `exclude` leaves files out",
  ),
  up_timeout: timeout().default("10m").describe("Limit for building, pulling and starting the stack"),
  run_timeout: timeout().default("60m").describe("Limit for the whole run"),
  stop_grace: duration({ minMs: 0, maxDays: 7 }).default("2s")
    .describe("Time between TERM and KILL for services without `stop_grace_period`"),
  profiles: list(text("the name of a compose profile", /^[A-Za-z0-9][\w.-]*$/), "a list of compose profiles").default(
    [],
  )
    .describe("Compose profiles to start"),
  keep_for: duration({ minMs: 1, maxDays: 365 }).default("24h").describe(
    "How long a kept sandbox stays on the host after its run",
  ),
  schedule: schedule
    .optional()
    .describe("Five cron fields: when cron on the host starts a run"),
  state_hub: z.strictObject({
    workstream_id: identifier.optional().describe("The workstream that results are posted to"),
    task_id: identifier.optional().describe("The task that results are posted to"),
  }, expected("a mapping with workstream_id and task_id")).prefault({}).describe(
    "`workstream_id` and `task_id` of the results in the state-hub",
  ),
}, expected("a mapping with name, compose_file and test_command"));

/** The values of a contract after parsing: each one is checked, and defaults are filled in. */
export type ContractInput = z.output<typeof contractSchema>;

/** The known keys of each mapping in a contract, by its path without list indexes. */
export const contractKeys: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(contractSchema.shape),
  health_checks: Object.keys(healthCheck.shape),
  sync: ["include", "exclude"],
  state_hub: ["workstream_id", "task_id"],
};
