import { deepEqual, equal, match } from "node:assert/strict";
import type { Contract } from "../../../lib/contract/contract.ts";
import { readContract } from "../../../lib/contract/read_contract.ts";

const first = `name: activity-core
compose_file: e2e/compose.yml        # may be a symlink
health_checks:
  - name: temporal-ui
    url: http://localhost:8080
    timeout: 120
test_command: python -m pytest e2e/tests/ -v --tb=short
timeout: 300
cleanup: always
`;

const contract: Contract = {
  version: 1,
  name: "activity-core",
  composeFiles: ["e2e/compose.yml"],
  healthChecks: [
    { kind: "http", name: "temporal-ui", url: "http://localhost:8080", timeoutMs: 120_000, status: "[23].." },
  ],
  testCommand: "python -m pytest e2e/tests/ -v --tb=short",
  timeoutMs: 300_000,
  cleanup: "always",
  ports: "host",
  allow: [],
  env: {},
  secrets: [],
  artifacts: [],
  testResults: [],
  sync: { include: [], exclude: [] },
  upTimeoutMs: 600_000,
  runTimeoutMs: 3_600_000,
  stopGraceMs: 2000,
  profiles: [],
  keepForMs: 86_400_000,
  stateHub: {},
};

function read(text: string | Uint8Array): Contract {
  const reading = readContract(text, "e2e/e2e.yml");
  if (reading.kind === "invalid") throw new Error(JSON.stringify(reading.problems));
  return reading.contract;
}

function problems(text: string | Uint8Array): readonly string[] {
  const reading = readContract(text, "e2e/e2e.yml");
  return reading.kind === "valid"
    ? []
    : reading.problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

Deno.test("readContract() fills in all defaults", () => deepEqual(read(first), contract));

Deno.test("readContract() requires only name, compose_file and test_command", () => {
  const text =
    "name: activity-core\ncompose_file: e2e/compose.yml\ntest_command: python -m pytest e2e/tests/ -v --tb=short\n";
  deepEqual(read(text), { ...contract, healthChecks: [] });
});

Deno.test("readContract() accepts a byte order mark, CRLF and bytes", () => {
  deepEqual(read(new TextEncoder().encode(`\ufeff${first.replaceAll("\n", "\r\n")}`)), contract);
});

Deno.test("readContract() reads every optional key", () => {
  const rest = `version: 1
ports: private
allow: [docker-socket, outside-paths]
env: { PYTHON: 3.10, DEBUG: true, N: 007, TEXT: "a b" }
secrets: [TOKEN]
artifacts: ["out/**"]
test_results: [out/junit.xml]
sync: { include: [dist], exclude: ["*.log"] }
up_timeout: 5m
run_timeout: 1h30m
stop_grace: 0
profiles: [ui]
keep_for: 2d
schedule: "0 3  * * SUN"
state_hub: { workstream_id: w-1, task_id: t-2 }
`;
  deepEqual(read(first + rest), {
    ...contract,
    ports: "private",
    allow: ["docker-socket", "outside-paths"],
    env: { PYTHON: "3.10", DEBUG: "true", N: "007", TEXT: "a b" },
    secrets: ["TOKEN"],
    artifacts: ["out/**"],
    testResults: ["out/junit.xml"],
    sync: { include: ["dist"], exclude: ["*.log"] },
    upTimeoutMs: 300_000,
    runTimeoutMs: 5_400_000,
    stopGraceMs: 0,
    profiles: ["ui"],
    keepForMs: 172_800_000,
    schedule: "0 3 * * SUN",
    stateHub: { workstreamId: "w-1", taskId: "t-2" },
  });
});

Deno.test("readContract() keeps the source text of a number in env behind an anchor", () => {
  const text = `${first}env: &e { A: &v 1.10, B: *v }\n`;
  deepEqual(read(text).env, { A: "1.10", B: "1.10" });
});

function checks(yaml: string) {
  return read(`name: a\ncompose_file: [a.yml, b.yml]\ntest_command: x\nhealth_checks:\n${yaml}`).healthChecks;
}

Deno.test("readContract() reads the three kinds of health checks", () => {
  deepEqual(
    checks(`  - url: tcp://localhost:5432
    timeout: 2m
  - url: "tcp://[::1]:80"
  - service: postgres
  - { url: "HTTPS://user:pw@example.org/a?b=c", status: [200, 3xx], body: '"ok":\\s*[[:digit:]]+\\(?' }
  - { url: "http://x/", status: 2xx }
`),
    [
      { kind: "tcp", name: "localhost-5432", host: "localhost", port: 5432, timeoutMs: 120_000 },
      { kind: "tcp", name: "1-80", host: "::1", port: 80, timeoutMs: 60_000 },
      { kind: "service", name: "postgres", service: "postgres", timeoutMs: 60_000 },
      {
        kind: "http",
        name: "user-pw-example.org-a-b-c",
        url: "HTTPS://user:pw@example.org/a?b=c",
        timeoutMs: 60_000,
        status: "(200|3..)",
        body: '"ok":\\s*[[:digit:]]+\\(?',
      },
      { kind: "http", name: "x", url: "http://x/", timeoutMs: 60_000, status: "2.." },
    ],
  );
});

Deno.test("readContract() gives unnamed checks unique names", () => {
  const names = checks("  - service: db\n  - service: db\n  - { name: db-2, service: db }\n").map(({ name }) => name);
  deepEqual(names, ["db", "db-3", "db-2"]);
});

const minimal = "name: a\ncompose_file: a.yml\ntest_command: x\n";
const slug = "a slug: 1 to 40 lower-case letters, digits and dashes, not beginning with a dash";
const contractExpected = "expected a mapping with name, compose_file and test_command";
const durationExpected = 'a duration such as 120 (seconds), "2m" or "1h30m", more than 0 and at most 7d';
const pathExpected = 'a path inside the repository, relative and without ".."';
const globExpected = 'a glob inside the repository, relative and without ".."';
const variableExpected =
  "the name of an environment variable, except E2E_…, COMPOSE_FILE, COMPOSE_PROJECT_NAME, and those that select a Docker Engine, such as DOCKER_HOST";
const regexExpected = "an extended regular expression on one line (grep -E)";
const statusExpected = 'a status such as 200 or "2xx", or a list of them';

const wrong: Readonly<Record<string, readonly [string | Uint8Array, ...string[]]>> = {
  "an empty file": ["", `1:1 : ${contractExpected}, found nothing`],
  "a file of comments": ["# a\n", `1:1 : ${contractExpected}, found nothing`],
  "a list": ["- a\n", `1:1 : ${contractExpected}, found a list`],
  "plain text": ["\n\nhello", `3:1 : ${contractExpected}, found "hello"`],
  "missing keys": [
    "\nversion: 1\n",
    `2:1 name: missing: expected ${slug}`,
    "2:1 compose_file: missing: expected a path, or a list of paths",
    "2:1 test_command: missing: expected a shell command",
  ],
  "a key twice": [`${minimal}name: b\n`, "4:1 : expected each key once, found this one a second time"],
  "a key twice beside another problem": [
    `${minimal}name: B\n`,
    "4:1 : expected each key once, found this one a second time",
    `4:7 name: expected ${slug}, found "B"`,
  ],
  "a tab": ["name: a\nsync:\n\tinclude: []\n", "3:1 : expected spaces for indentation, found a tab"],
  "an open list": [
    "name: [a\ntest_command: x\n",
    "2:1 : not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  "an open mapping in an open list": [
    "name: [{a: ",
    "1:12 : not YAML: Flow map in block collection must be sufficiently indented and end with a }",
  ],
  "two documents": [`${minimal}---\n${minimal}`, '4:1 : expected one document, found a second one after "---"'],
  "an unknown anchor": [`${minimal}env: *foo\n`, '4:6 : expected an anchor defined before its use, found "*foo"'],
  "an alias bomb": [
    "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n",
    "2:8 : expected at most 50 uses of an anchor, found more",
  ],
  "a tag": [`${minimal}schedule: !foo x\n`, "4:11 : not YAML: Unresolved tag: !foo"],
  "a key that is not text": [`${minimal}[a]: b\n`, "4:1 : expected text as a key, found something else"],
  "a NUL": ["name: a\nx: \0b", "2:4 : expected text, found a NUL character"],
  "bytes that are not UTF-8": [
    new Uint8Array([0x6e, 0x3a, 0x0a, 0x61, 0xff]),
    "2:2 : expected UTF-8 text, found other bytes",
  ],
  "UTF-16": [new Uint8Array([0xff, 0xfe, 0x6e, 0x00]), "1:1 : expected UTF-8 text, found other bytes"],
  "a very large file": ["#".repeat(300_000), "1:1 : expected at most 262144 characters, found 300000"],
  "a list in itself": [
    `${minimal}artifacts: &a [*a]\n`,
    `4:16 artifacts[0]: expected ${globExpected}, found a list`,
  ],
  "keys of JavaScript": [
    `${minimal}__proto__: {}\nconstructor: x\n`,
    "4:1 __proto__: unknown key",
    "5:1 constructor: unknown key",
  ],
  "an unknown key": [`${minimal}helth_checks: []\n`, '4:1 helth_checks: unknown key, did you mean "health_checks"?'],
  "an unknown key of a check": [
    `${minimal}health_checks:\n  - url: http://a/\n    timout: 3\n`,
    '6:5 health_checks[0].timout: unknown key, did you mean "timeout"?',
  ],
  "an unknown key of sync": [`${minimal}sync: {inclue: []}\n`, '4:8 sync.inclue: unknown key, did you mean "include"?'],
  "a key that resembles no other": [`${minimal}zzzzzzzzz: 1\n`, "4:1 zzzzzzzzz: unknown key"],
  "a null": [`${minimal}timeout:\n`, `4:9 timeout: expected ${durationExpected}, found nothing`],
  "another version": [`${minimal}version: 2\n`, "4:10 version: expected 1, found 2"],
  "a name that is not a slug": [
    minimal.replace("name: a", "name: -Shop"),
    `1:7 name: expected ${slug}, found "-Shop"`,
  ],
  "compose files outside": [
    minimal.replace(": a.yml", ": [a.yml, ../b.yml, /c.yml, 3, a.yml, a/../../b]"),
    `2:23 compose_file[1]: expected ${pathExpected}, found "../b.yml"`,
    `2:33 compose_file[2]: expected ${pathExpected}, found "/c.yml"`,
    `2:41 compose_file[3]: expected ${pathExpected}, found 3`,
    '2:44 compose_file[4]: expected each one once, found "a.yml" again',
    `2:51 compose_file[5]: expected ${pathExpected}, found "a/../../b"`,
  ],
  "no compose file": [
    minimal.replace(": a.yml", ": []"),
    "2:15 compose_file: expected a path, or a list of paths, found an empty list",
  ],
  "an empty command": [
    minimal.replace(": x", ": '  '"),
    '3:15 test_command: expected a shell command, found "  "',
  ],
  "wrong durations": [
    `${minimal}timeout: soon\nup_timeout: 0\nrun_timeout: -5\nstop_grace: "120"\nkeep_for: 400d\n`,
    `4:10 timeout: expected ${durationExpected}, found "soon"`,
    `5:13 up_timeout: expected ${durationExpected}, found 0`,
    `6:14 run_timeout: expected ${durationExpected}, found -5`,
    '7:13 stop_grace: expected a duration such as 120 (seconds), "2m" or "1h30m", at most 7d, found "120"',
    '8:11 keep_for: expected a duration such as 120 (seconds), "2m" or "1h30m", more than 0 and at most 365d, found "400d"',
  ],
  "a timeout above run_timeout": [
    `${minimal}timeout: 2h\n`,
    "4:10 timeout: expected timeout to be at most run_timeout (1h), found 2h",
  ],
  "a run_timeout below the default timeout": [
    `${minimal}run_timeout: 2m\n`,
    "4:14 run_timeout: expected timeout to be at most run_timeout (2m), found 5m",
  ],
  "values that are not in the list": [
    `${minimal}cleanup: allways\nports: 3\nallow: [docker-sock, external, external]\n`,
    '4:10 cleanup: expected "always", "on_success" or "never", found "allways"',
    '5:8 ports: expected "host" or "private", found 3',
    '6:9 allow[0]: expected "docker-socket", "host-network", "privileged", "devices", "external" or "outside-paths", found "docker-sock"',
    '6:32 allow[2]: expected each one once, found "external" again',
  ],
  "environment variables": [
    `${minimal}env: {E2E_X: 1, "A-B": 2, COMPOSE_FILE: x, T: , L: [1], OK: 1}\nsecrets: [OK, TOKEN, TOKEN, 1x]\n`,
    `4:7 env.E2E_X: expected ${variableExpected}, found "E2E_X"`,
    `4:17 env.A-B: expected ${variableExpected}, found "A-B"`,
    `4:27 env.COMPOSE_FILE: expected ${variableExpected}, found "COMPOSE_FILE"`,
    "4:47 env.T: expected text, a number, true or false, found nothing",
    "4:52 env.L: expected text, a number, true or false, found a list",
    '5:11 secrets[0]: expected a name that is not also in env, found "OK"',
    '5:22 secrets[2]: expected each one once, found "TOKEN" again',
    `5:29 secrets[3]: expected ${variableExpected}, found "1x"`,
  ],
  "globs": [
    `${minimal}artifacts: /etc/passwd\ntest_results: [/a, a/.., ""]\nsync: []\n`,
    '4:12 artifacts: expected a list of globs, found "/etc/passwd"',
    `5:16 test_results[0]: expected ${globExpected}, found "/a"`,
    `5:20 test_results[1]: expected ${globExpected}, found "a/.."`,
    `5:26 test_results[2]: expected ${globExpected}, found ""`,
    "6:7 sync: expected a mapping with include and exclude, found an empty list",
  ],
  "a schedule that cron does not understand": [
    `${minimal}schedule: 13 25 * * 0\n`,
    '4:11 schedule: expected five cron fields such as "0 3 * * 0": hour is "25"',
  ],
  "a schedule that never runs": [
    `${minimal}schedule: 0 0 30 2 *\n`,
    '4:11 schedule: expected five cron fields such as "0 3 * * 0": it never runs: that day of month does not exist in that month',
  ],
  "a schedule": [
    `${minimal}schedule: "@weekly"\nstate_hub: {task_id: 5}\nprofiles: [a b]\n`,
    '4:11 schedule: expected five cron fields such as "0 3 * * 0", found "@weekly"',
    "5:22 state_hub.task_id: expected an id as text, found 5",
    '6:12 profiles[0]: expected the name of a compose profile, found "a b"',
  ],
  "checks": [
    `${minimal}health_checks:
  - url: localhost:80
  - url: tcp://localhost
  - {url: "tcp://x:5", status: 200}
  - {service: x, url: "http://a/"}
  - name: q
  - {name: q, service: db, body: x}
  - {url: "http://x/", status: [2xx, 900], body: "a("}
  - {url: "http://x/", status: ok, body: "\\\\d+"}
  - {url: "http://a b/", name: "a/b"}
  - hello
`,
    '5:10 health_checks[0].url: expected a URL such as "http://localhost:8080/health" or "tcp://localhost:5432", found "localhost:80"',
    '6:10 health_checks[1].url: expected a URL such as "http://localhost:8080/health" or "tcp://localhost:5432", found "tcp://localhost"',
    '7:24 health_checks[2].status: expected only with an http url, found with "tcp://x:5"',
    "8:6 health_checks[3].service: expected url or service, found both",
    "9:5 health_checks[4]: missing: expected url or service",
    '10:12 health_checks[5].name: expected a unique name, found "q", which health_checks[4] has too',
    '10:28 health_checks[5].body: expected only with an http url, found with "db"',
    `11:38 health_checks[6].status[1]: expected ${statusExpected}, found 900`,
    `11:50 health_checks[6].body: expected ${regexExpected}, found "a("`,
    `12:32 health_checks[7].status: expected ${statusExpected}, found "ok"`,
    `12:42 health_checks[7].body: expected ${regexExpected}, found "\\\\d+"`,
    '13:11 health_checks[8].url: expected a URL such as "http://localhost:8080/health" or "tcp://localhost:5432", found "http://a b/"',
    '13:32 health_checks[8].name: expected a name of letters, digits, dots, dashes and underscores, at most 64, found "a/b"',
    '14:5 health_checks[9]: expected a check: a mapping with url or service, found "hello"',
  ],
};

for (const [what, [text, ...expected]] of Object.entries(wrong)) {
  Deno.test(`readContract() reports ${what}`, () => deepEqual(problems(text), expected));
}

Deno.test("readContract() reports too deep nesting and nothing else", () => {
  for (const open of ["[", "{a: ", "? "]) {
    const [problem = "", ...more] = problems(`a: ${open.repeat(20_000)}`);
    match(problem, /^1:\d+ : expected a contract, found too deep nesting$/);
    deepEqual(more, []);
  }
});

Deno.test("readContract() gives each problem its line and a hint if there is one", () => {
  const reading = readContract(`${minimal}timeout: 2h\r\nzzzzzzzzz: 1\n`, "x/e2e.yml");
  if (reading.kind === "valid") throw new Error("expected problems");
  const [timeout, unknown] = reading.problems;
  equal(timeout?.file, "x/e2e.yml");
  equal(timeout?.sourceLine, "timeout: 2h");
  equal(timeout?.hint, "set run_timeout to more than 2h: it also covers building and starting the stack");
  equal(unknown?.hint?.startsWith("known keys are version, name, "), true);
});

Deno.test("readContract() reports a YAML 1.1 merge of a value that is not a mapping", () => {
  const reading = readContract("%YAML 1.1\n---\n<<: 1\n", "e2e/e2e.yml");
  const [problem] = reading.kind === "invalid" ? reading.problems : [];
  match(problem?.message ?? "", /expected plain YAML: Merge sources/);
});
