import assert from "node:assert/strict";
import { COMMAND_LINES, executedCommands } from "../../unit/report/actions_runner.ts";
import { webCompose, webRepository, World } from "../fixture.ts";
import { failedRun } from "./earlier_runs.ts";

Deno.test("e2e logs shows the stored logs of an earlier run, of all services or one", async () => {
  await using world = new World();
  const id = (await failedRun(world)).run_id.slice(-8);
  const logs = await world.run(["logs", id]);
  assert.deepEqual([logs.code, logs.stderr], [0, ""]);
  assert.match(logs.stdout, /^db \| .*db is here$/m);
  assert.match(logs.stdout, /^web \| .*web is here$/m);
  const one = await world.run(["logs", id, "db", "--host", "local"]);
  assert.match(one.stdout, /^[^|]*db is here$/m);
  assert.doesNotMatch(one.stdout, /web is here/);
  const noService = await world.run(["logs", id, "worker"]);
  assert.equal(noService.code, 2);
  assert.match(noService.stderr, /No log of service "worker" in .* \(stored logs: db, web\)\nhint: e2e history$/m);
});

Deno.test("e2e logs names the searched directory when there is no such run", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["logs", "1a2b"]);
  assert.deepEqual([code, stdout], [2, ""], stderr);
  assert.match(stderr, /^No run "1a2b": there are no runs in \/.*\nhint: e2e history\n$/);
});

const SECRET = "correct horse/bätt€ry+staple";
/** A service that writes its secret in several ways, and escape sequences for a terminal. */
const TALKS = webCompose('    environment: { S: "${S}" }\n').replace(
  'sh -c "',
  `sh -c "printf 'plain %s\\\\n' \\"$$S\\"; printf '\\\\033]52;c;eA==\\\\007\\\\033[2J\\\\033]0;owned\\\\007ended\\\\n'; ` +
    "echo correct%20horse%2fb%c3%a4tt%e2%82%acry%2bstaple correct horse/b\\\\\\\\u00e4tt\\\\\\\\u20acry+staple; ",
);

Deno.test("no command shows a secret of a kept sandbox, or what a terminal or GitHub would execute", async () => {
  await using world = new World();
  const script = `cat <<'END'\n${COMMAND_LINES.join("\n")}\nEND\nprintf '%s\\n' "$S"; exit 3\n`;
  const repository = await world.repository({
    ...webRepository({ secrets: ["S"], test_command: "sh e2e/tests.sh" }, TALKS),
    "e2e/tests.sh": script,
  });
  const run = await world.run([repository, "--keep", "--host", "local", "--verbose"], {
    S: SECRET,
    GITHUB_ACTIONS: "true",
  });
  assert.equal(run.code, 1, run.stderr);
  assert.deepEqual(executedCommands(run.stderr), ["error"], "only the annotation of the tool");
  const id = (await world.result()).project.slice(-8);
  const shown = new Map([["run", run]]);
  for (const args of [["logs", id], ["ps", "--json"], ["show", id], ["show", id, "--json"], ["history"]]) {
    shown.set(args.join(" "), await world.run(args, { RAILIANCE01_HOST: "local" }));
  }
  shown.set("check", await world.run(["check", repository, "--json"], { S: SECRET }));
  for (const [name, { code, stdout, stderr }] of shown) {
    assert.ok(name === "run" || code === 0, `${name}: ${stderr}`);
    for (const form of [SECRET, "horse%2fb", "b\\u00e4tt"]) {
      assert.ok(!(stdout + stderr).includes(form), `${name}: ${stdout}`);
    }
    // deno-lint-ignore no-control-regex -- what a terminal interprets
    assert.doesNotMatch(stdout + stderr, /[\x00-\x08\x0b-\x1f\x7f-\x9f]/, name);
  }
  const logs = shown.get("logs " + id)?.stdout ?? "";
  assert.match(logs, /plain \*\*\*\n.*\| ended\n.*\| \*\*\* \*\*\*$/m);
  assert.equal(JSON.parse(shown.get("check")?.stdout ?? "").isolated.model.services.web.environment.S, "***");
  assert.equal((await world.run(["down", id, "--host", "local"])).code, 0);
});
