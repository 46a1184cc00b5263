import assert from "node:assert/strict";
import { COMMAND_LINES, executedCommands } from "../../unit/report/actions_runner.ts";
import { badResult, problem } from "../../unit/result/events.ts";
import { OddHub } from "../hub/client/odd_hub.ts";
import { StoredRuns } from "../store/stored_runs.ts";

/** Text that a terminal would interpret: the clipboard, a title, the screen, C1 controls, a bell, a hidden line. */
const HOSTILE = "\x1b]52;c;cm0gLXJm\x07\x1b]0;owned\x1b\\\x1b[2J\u009b31m\x07\x1bP+q\x1b\\hid\rshown\u202egpj";
// deno-lint-ignore no-control-regex -- what must not get to a terminal
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
const LINES = [HOSTILE, ...COMMAND_LINES].join("\n");

/** A run with hostile text in every field that has text. */
const hostile = {
  ...badResult("failed", {
    reason: problem({ message: LINES, detail: [LINES], hint: LINES }),
    secondary: [problem({ message: LINES })],
  }),
  host: HOSTILE,
  owner: HOSTILE,
  repository: HOSTILE,
  git: { sha: "0".repeat(40), branch: HOSTILE, dirty: false },
  appeared: [`container ${HOSTILE}`],
  collected: { files: [], cut: [LINES] },
};

Deno.test("no command passes on escape sequences or commands for CI, from a result, a hub, a log or an argument", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub(() => new Response(LINES, { status: 422 }));
  const [id = ""] = stored.finish(1, hostile), services = `${stored.runs}/${id}/services`;
  Deno.mkdirSync(services);
  for (const name of ["web", "\x1b]0;x\x07"]) Deno.writeTextFileSync(`${services}/${name}.log`, `${LINES}\n`);
  const calls = [
    ["flush", "--hub", hub.url],
    ["flush", "--list"],
    ["history", "--json"],
    ["show", id],
    ["show", id, "--json"],
    ["logs", id],
    ["show", LINES],
    ["run", LINES, `--${LINES}`],
  ];
  for (const args of calls) {
    const { stdout, stderr } = await stored.run(args, { GITHUB_ACTIONS: "true" });
    const name = JSON.stringify(args);
    assert.notEqual(stdout + stderr, "", name);
    assert.doesNotMatch(stdout + stderr, CONTROL, name);
    assert.deepEqual(executedCommands(`${stdout}\n${stderr}`), [], name);
    if (args.includes("--json")) stdout.trimEnd().split("\n").forEach((line) => JSON.parse(line));
  }
});

Deno.test("e2e flush does not show or store a token that a hub repeats in its refusal", async () => {
  await using stored = new StoredRuns();
  await using hub = new OddHub(() => new Response("token correct-horse is not valid", { status: 401 }));
  const [id = ""] = stored.finish(1);
  const { stderr } = await stored.run(["flush", "--hub", hub.url], { STATE_HUB_TOKEN: "correct-horse" });
  assert.match(stderr, /status 401: token \*\*\* is not valid/);
  assert.doesNotMatch(Deno.readTextFileSync(`${stored.runs}/${id}/refused`), /correct-horse/);
});
