import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { readContract } from "../../../lib/contract/read_contract.ts";

const record = <T>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const words = fc.uniqueArray(word, { maxLength: 3 });
const seconds = fc.integer({ min: 1, max: 3600 });
const text = fc.string({ unit: "grapheme", maxLength: 20 }).filter((value) => !value.includes("\0"));
const command = text.filter((value) => /\S/.test(value));
const glob = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/") + "/**");
const globs = fc.array(glob, { maxLength: 3 });
const variable = fc.stringMatching(/^[A-D][A-Z0-9_]{1,6}$/).filter((name) => !name.startsWith("COMPOSE_"));

const check = fc.oneof(
  fc.record({
    url: word.map((host) => `http://${host}:8080/x?y=z`),
    timeout: seconds,
    status: fc.constantFrom(200, "2xx", [200, "4xx"]),
  }),
  fc.record({ url: word.map((host) => `tcp://${host}:5432`), timeout: seconds }),
  fc.record({ service: word, timeout: seconds }),
);

const optional = record({
  health_checks: fc.array(check, { maxLength: 3 }),
  timeout: seconds,
  cleanup: fc.constantFrom("always", "on_success", "never"),
  version: fc.constant(1),
  ports: fc.constantFrom("host", "private"),
  allow: fc.subarray(["docker-socket", "host-network", "privileged", "devices", "external", "outside-paths"]),
  env: fc.dictionary(variable, fc.oneof(text, fc.boolean(), fc.integer()), { maxKeys: 3, noNullPrototype: true }),
  secrets: words.map((names) => names.map((name) => `S_${name}`)),
  artifacts: globs,
  test_results: globs,
  sync: record({ include: globs, exclude: globs }),
  up_timeout: seconds,
  stop_grace: seconds,
  profiles: words,
  keep_for: seconds,
  schedule: fc.constantFrom("0 3 * * 0", "*/5 1-3 1,15 JAN MON"),
});

const inputs = fc.tuple(
  fc.record({
    name: word,
    compose_file: fc.oneof(glob, fc.uniqueArray(glob, { minLength: 1, maxLength: 3 })),
    test_command: command,
  }),
  optional,
).map(([required, rest]) => ({ ...required, ...rest }));

Deno.test("readContract() reads any valid contract that yaml has written", () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const reading = readContract(stringify(input), "e2e.yml");
      if (reading.kind === "invalid") throw new Error(JSON.stringify(reading.problems));
      const { contract } = reading;
      equal(contract.name, input.name);
      equal(contract.testCommand, input.test_command);
      deepEqual(contract.composeFiles, [input.compose_file].flat());
      equal(contract.timeoutMs, (input.timeout ?? 300) * 1000);
      equal(contract.upTimeoutMs, (input.up_timeout ?? 600) * 1000);
      equal(contract.stopGraceMs, (input.stop_grace ?? 2) * 1000);
      equal(contract.keepForMs, (input.keep_for ?? 86_400) * 1000);
      deepEqual(
        contract.env,
        Object.fromEntries(Object.entries(input.env ?? {}).map(([name, value]) => [name, String(value)])),
      );
      for (const key of ["allow", "secrets", "artifacts", "profiles"] as const) {
        deepEqual(contract[key], input[key] ?? []);
      }
      deepEqual(contract.sync, { include: [], exclude: [], ...input.sync });
      deepEqual(
        contract.healthChecks.map(({ timeoutMs }) => timeoutMs),
        (input.health_checks ?? []).map(({ timeout }) => timeout * 1000),
      );
      const names = contract.healthChecks.map(({ name }) => name);
      equal(new Set(names).size, names.length);
      equal(names.every((name) => /^[A-Za-z0-9][\w.-]{0,63}$/.test(name)), true);
    }),
    { numRuns: 300 },
  );
});

Deno.test("readContract() reports any one wrong value at its line", () => {
  fc.assert(
    fc.property(inputs, fc.nat(), fc.constantFrom(null, -1.5, { "1z": 1 }), (input, pick, wrong) => {
      const keys = Object.keys(input);
      const key = keys[pick % keys.length] ?? "name";
      const text = stringify({ ...input, [key]: wrong });
      const reading = readContract(text, "e2e.yml");
      if (reading.kind === "valid") throw new Error(`valid: ${text}`);
      const line = 1 + text.split("\n").findIndex((one) => one.startsWith(`${key}:`));
      const after = typeof wrong === "object" && wrong !== null ? line + 1 : line;
      equal(reading.problems.some((problem) => problem.line === line || problem.line === after), true);
      equal(reading.problems.every((problem) => problem.path.startsWith(key) || problem.line >= line), true);
    }),
    { numRuns: 300 },
  );
});

Deno.test("readContract() reports any misspelt key at its place", () => {
  fc.assert(
    fc.property(inputs, fc.nat(), (input, pick) => {
      const keys = Object.keys(input);
      const key = keys[pick % keys.length] ?? "name";
      const misspelt = Object.entries(input).map(([name, value]) => [name === key ? `${name}x` : name, value]);
      const text = stringify(Object.fromEntries(misspelt));
      const reading = readContract(text, "e2e.yml");
      if (reading.kind === "valid") throw new Error(`valid: ${text}`);
      const line = 1 + text.split("\n").findIndex((one) => one.startsWith(`${key}x:`));
      const found = reading.problems.find((problem) => problem.path === `${key}x`);
      deepEqual([found?.line, found?.column, found?.message], [line, 1, `unknown key, did you mean "${key}"?`]);
    }),
    { numRuns: 300 },
  );
});

Deno.test("readContract() never throws, whatever the text or bytes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array()), (text) => {
      equal(typeof readContract(text, "e2e.yml").kind, "string");
    }),
    { numRuns: 500 },
  );
  const piece = fc.constantFrom(
    "a: ",
    "- ",
    "\n",
    "\t",
    "  ",
    "&a ",
    "*a",
    "!!map ",
    "{",
    "}",
    "[",
    "]",
    "|\n",
    "---\n",
    "? ",
    "<<: ",
    "name",
    "%YAML 1.1\n",
    "'",
    '"',
    "#",
    "1e999",
    "\ud800",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      equal(typeof readContract(pieces.join(""), "e2e.yml").kind, "string");
    }),
    { numRuns: 3000 },
  );
});
