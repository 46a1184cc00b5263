import assert from "node:assert/strict";
import type { Outcome } from "../../../lib/result/outcome.ts";
import { webCompose, webRepository, World } from "../fixture.ts";

interface Row {
  readonly name: string;
  readonly contract?: Readonly<Record<string, unknown>>;
  readonly compose?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
  readonly code: number;
  /** Texts that the screen must show. */
  readonly says: readonly string[];
}

const service = (body: string) => `services:\n  web:\n    image: busybox:stable\n    init: true\n${body}`;

const ROWS: readonly Row[] = [
  { name: "the tests pass", outcome: "passed", code: 0, says: ["tested"] },
  { name: "the tests pass in a millisecond", contract: { test_command: "true" }, outcome: "passed", code: 0, says: [] },
  {
    name: "the tests fail",
    contract: { test_command: "echo two are wrong; exit 7" },
    outcome: "failed",
    code: 1,
    says: ["two are wrong", "exit code 7"],
  },
  {
    name: "the tests are killed",
    contract: { test_command: "kill -9 $$" },
    outcome: "failed",
    code: 1,
    says: ["SIGKILL"],
  },
  {
    name: "the test command is missing",
    contract: { test_command: "no-such-command --all" },
    outcome: "no-tests",
    code: 5,
    says: ["127", "no-such-command"],
  },
  {
    name: "the test command cannot be executed",
    contract: { test_command: "e2e/tests/run" },
    files: { "e2e/tests/run": "#!/bin/sh\n" },
    outcome: "no-tests",
    code: 5,
    says: ["126", "chmod +x"],
  },
  {
    name: "the first line of the test command's file ends with a carriage return",
    contract: { test_command: "./e2e/run-tests.sh" },
    files: { "e2e/run-tests.sh!": "#!/bin/sh\r\nset -e\r\necho ok\r\n" },
    outcome: "no-tests",
    code: 5,
    says: ["run-tests.sh has Windows line endings (CRLF)", '"#!/bin/sh\\r"', "sed -i 's/\\r$//'"],
  },
  {
    name: "a command is missing after the tests",
    contract: { test_command: 'echo "3 passed in 0.2 s"\ncodecov upload' },
    outcome: "failed",
    code: 1,
    says: ['The tests ended with exit code 127: "codecov" was not found', "3 passed"],
  },
  {
    name: "the tests exceed their limit",
    contract: { test_command: "echo begun; sleep 600", timeout: 2 },
    outcome: "timed-out",
    code: 124,
    says: ["begun", "2 s"],
  },
  {
    name: "the tests ignore TERM",
    contract: { test_command: "trap '' TERM; echo deaf; while :; do sleep 1; done", timeout: 2 },
    outcome: "timed-out",
    code: 124,
    says: ["deaf"],
  },
  {
    name: "the tests leave a process behind",
    contract: { test_command: "setsid sleep 600 >/dev/null 2>&1 & echo done" },
    outcome: "passed",
    code: 0,
    says: ["left processes running", "sleep"],
  },
  {
    name: "the tests write binary bytes",
    contract: { test_command: "head -c 100000 /dev/urandom; echo; echo after" },
    outcome: "passed",
    code: 0,
    says: ["after"],
  },
  {
    name: "the tests write a line of a megabyte",
    contract: { test_command: "head -c 1000000 /dev/zero | tr '\\0' x; echo; echo after" },
    outcome: "passed",
    code: 0,
    says: ["after"],
  },
  {
    name: "a service dies during the tests",
    contract: { test_command: "docker compose kill web; exit 7" },
    outcome: "failed",
    code: 1,
    says: [
      "The tests failed with exit code 7; after them not every service was healthy: web: exited with code 137",
    ],
  },
  {
    name: "a container ends at once",
    compose: service(`    command: sh -c "echo no config; exit 3"\n    ports: ["8080:8080"]\n`),
    outcome: "unhealthy",
    code: 3,
    says: ['Service "web" ended with code 3 before the stack was healthy', "no config"],
  },
  {
    name: "a container restarts again and again",
    contract: { health_checks: [{ name: "web", url: "http://localhost:8080/", timeout: 12 }] },
    compose: service(`    restart: always\n    command: sh -c "echo no config; exit 3"\n    ports: ["8080:8080"]\n`),
    outcome: "unhealthy",
    code: 3,
    says: [
      'Service "web" does not stay up: it ended with code 3 (',
      'did not become healthy: service "web" keeps ending with code 3 (',
      ' restarts): "no config"; check "web"',
    ],
  },
  {
    name: "a dependency crashes again and again",
    compose: `${service(`    depends_on: { db: { condition: service_healthy } }\n    command: sleep 99\n`)}  db:
    image: busybox:stable
    restart: always
    command: sh -c "echo started; echo no config >&2; exit 3"
    healthcheck: { test: ["CMD", "false"], interval: 1s, retries: 2 }
`,
    outcome: "unhealthy",
    code: 3,
    says: ['The stack did not start: service "db" keeps ending', ' restarts): "no config"'],
  },
  {
    name: "the tests pass while a service restarts again and again",
    contract: { test_command: "sleep 3", health_checks: [] },
    compose: service(`    restart: always\n    command: sh -c "sleep 1; exit 3"\n`),
    outcome: "passed",
    code: 0,
    says: ["! Not every service was healthy after the tests: web: ", "restarted "],
  },
  {
    name: "a service with a health check restarts again and again",
    contract: { health_checks: [{ name: "web", service: "web", timeout: 6 }] },
    compose: service(`    restart: always\n    command: sh -c "echo no config; exit 3"\n`),
    outcome: "unhealthy",
    code: 3,
    says: ['check "web" (web) last answered "', "no config", "--host local --keep keeps the sandbox"],
  },
  {
    name: "a healthcheck prints the reason",
    contract: { health_checks: [{ name: "web", service: "web", timeout: 5 }] },
    compose: service(
      `    command: sleep 600\n    healthcheck: { test: "echo no socket here; exit 1", interval: 200ms, retries: 1 }\n`,
    ),
    outcome: "unhealthy",
    code: 3,
    says: ["healthcheck of web: no socket here"],
  },
  {
    name: "the stack never becomes healthy",
    contract: { health_checks: [{ name: "web", url: "http://localhost:8080/", timeout: 3 }] },
    compose: service(`    command: sh -c "echo waiting for godot; sleep 600"\n    ports: ["8080:8080"]\n`),
    outcome: "unhealthy",
    code: 3,
    says: ['check "web"', "waiting for godot"],
  },
  {
    name: "the build fails",
    compose: `services:\n  web:\n    build: .\n`,
    files: { "e2e/Dockerfile": "FROM busybox:stable\nRUN echo broken on purpose; exit 4\n" },
    outcome: "unhealthy",
    code: 3,
    says: ["could not be built", "broken on purpose", "hint: edit the Dockerfile"],
  },
  {
    name: "the compose file is broken",
    compose: "services: [",
    outcome: "invalid",
    code: 2,
    says: ["e2e/compose.yml"],
  },
  {
    name: "a required variable is not set",
    compose: webCompose("    environment:\n      TOKEN: ${TOKEN:?set the token}\n"),
    outcome: "invalid",
    code: 2,
    says: ["set the token"],
  },
  {
    name: "a check names an unknown service",
    contract: { health_checks: [{ name: "db", service: "postgres" }] },
    outcome: "invalid",
    code: 2,
    says: ["postgres", "web"],
  },
  {
    name: "a guard rail refuses the compose file",
    compose: webCompose("    privileged: true\n"),
    outcome: "invalid",
    code: 2,
    says: ["services.web.privileged", "allow"],
  },
  {
    name: "a link leaves the repository",
    files: { "secrets": "-> /etc/passwd" },
    outcome: "invalid",
    code: 2,
    says: ['"secrets"', "/etc/passwd", "sync.exclude"],
  },
];

for (const { name, outcome, code, says, ...row } of ROWS) {
  Deno.test(`e2e run ends with "${outcome}" when ${name}`, async () => {
    await using world = new World();
    const repository = await world.repository({ ...webRepository(row.contract, row.compose), ...row.files });
    const ended = await world.run([repository, "--host", "local"]);
    const result = await world.result();
    assert.deepEqual([result.outcome, result.exit_code, ended.code], [outcome, code, code], ended.stderr);
    for (const text of says) assert.ok(ended.stderr.includes(text), `"${text}" is not shown:\n${ended.stderr}`);
    assert.deepEqual([ended.stdout, ended.stderr.includes("\x1b")], ["", false]);
    assert.deepEqual(result.cleanup.leftovers, []);
    assert.equal(result.cleanup.verified, true);
  });
}
