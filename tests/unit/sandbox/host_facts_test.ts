import assert from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import type { ExecResult } from "../../../lib/host/exec.ts";
import { readHostFacts } from "../../../lib/sandbox/host_facts.ts";

const said = (...lines: string[]): ExecResult => ({
  kind: "exited",
  code: 0,
  stdout: `${lines.join("\n")}\n`,
  stderr: "",
});

Deno.test("readHostFacts() returns the versions when nothing is missing", () => {
  assert.deepEqual(readHostFacts(said("compose\t2.26.1-4", "engine\t20.10.24"), "lab"), {
    engine: "20.10.24",
    compose: "2.26.1-4",
  });
});

const ROWS: readonly (readonly [name: string, lines: readonly string[], message: RegExp, hint: RegExp])[] = [
  ["Docker is missing", ["missing\tdocker"], /^Docker is not installed on lab$/, /engine\/install/],
  [
    "programs are missing",
    ["missing\tsetsid", "missing\trsync", "engine\t20"],
    /missing on lab: setsid, rsync$/,
    /apt-get install util-linux rsync$/,
  ],
  [
    "the engine is stopped",
    ["engine_error\tCannot connect to the Docker daemon", "compose\t2.26"],
    /Cannot connect/,
    /systemctl start docker/,
  ],
  [
    "the user has no permission",
    ["engine_error\tpermission denied while trying to connect", "compose\t2.26"],
    /permission denied/,
    /usermod -aG docker/,
  ],
  [
    "the engine is stopped and systemd does not start services",
    ["init\tsh", "engine_error\tCannot connect to the Docker daemon", "compose\t2.26"],
    /Cannot connect/,
    /^on lab: sudo service docker start$/,
  ],
  ["the engine is stuck", ["engine_error\tno answer within 20 s", "compose\t2.26"], /no answer/, /restart docker/],
  [
    "Compose is too old",
    ["engine\t20.10", "compose\tv2.21.9"],
    /^Docker Compose on lab is v2\.21\.9, expected 2\.22 or newer$/,
    /compose\/install/,
  ],
  [
    "Compose is missing",
    ["engine\t20.10", "compose_error\tdocker: 'compose' is not a docker command."],
    /not a docker command/,
    /compose\/install/,
  ],
];
for (const [name, lines, message, hint] of ROWS) {
  Deno.test(`readHostFacts() gives a hint when ${name}`, () => {
    assert.throws(() => readHostFacts(said(...lines), "lab"), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, message);
      assert.match(error.hint ?? "", hint);
      return error.outcome === "infra";
    });
  });
}
