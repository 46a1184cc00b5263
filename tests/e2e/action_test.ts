import assert from "node:assert/strict";
import { join } from "node:path";
import { parse } from "yaml";
import { webRepository, World } from "./fixture.ts";

const ROOT = join(import.meta.dirname ?? "", "../..");

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

Deno.test("action.yml runs the contract of a checkout, with its exit code, a summary and annotations", async () => {
  await using world = new World();
  const { inputs, runs } = parse(await Deno.readTextFile(join(ROOT, "action.yml")));
  const step: Step = runs.steps.find(({ run }: Step) => run !== undefined);
  const act = async (test_command: string, name: string) => {
    const repository = await world.repository(webRepository({ test_command }), name);
    const values: Readonly<Record<string, string>> = {
      "inputs.repository": repository,
      "inputs.host": inputs.host.default,
      "inputs.args": "--hub none",
      "runner.temp": join(world.root, "temp"),
    };
    const filled = (text: string) => text.replace(/\$\{\{ (.*?) \}\}/g, (_, key) => values[key] ?? assert.fail(key));
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, value]) => [key, filled(value)]));
    const summary = join(world.root, `${name}.md`);
    await Deno.writeTextFile(summary, "");
    const { code, stderr } = await new Deno.Command("sh", {
      args: ["-ec", step.run ?? ""],
      env: { ...world.env, ...env, GITHUB_ACTION_PATH: ROOT, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary },
    }).output();
    return { code, stderr: new TextDecoder().decode(stderr), summary: await Deno.readTextFile(summary) };
  };
  const passed = await act("true", "passed");
  assert.equal(passed.code, 0, passed.stderr);
  assert.match(passed.summary, /passed/);
  const failed = await act("exit 3", "failed");
  assert.equal(failed.code, 1, failed.stderr);
  assert.match(failed.stderr, /^::error /m);
  assert.match(failed.summary, /The tests failed with exit code 3/);
});
