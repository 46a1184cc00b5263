import assert from "node:assert/strict";
import { join } from "node:path";
import { parse } from "yaml";
import { DENO_DIR, webRepository, World } from "./fixture.ts";

const ROOT = join(import.meta.dirname ?? "", "../..");

interface Step {
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
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
  const upload: Step = runs.steps.find(({ uses }: { uses?: string }) => uses?.startsWith("actions/upload-artifact@"));
  const kept = (upload.with?.path ?? "").replace("${{ runner.temp }}", join(world.root, "temp"));
  const passed = await act("true", "passed");
  assert.equal(passed.code, 0, passed.stderr);
  assert.match(passed.summary, /passed/);
  const failed = await act("exit 3", "failed");
  assert.equal(failed.code, 1, failed.stderr);
  assert.match(failed.stderr, /^::error /m);
  assert.match(failed.summary, /The tests failed with exit code 3/);
  const runsKept = [...Deno.readDirSync(kept)].map(({ name }) => join(kept, name));
  assert.deepEqual(runsKept.map((run) => Deno.statSync(join(run, "report.html")).isFile), [true, true]);
});

Deno.test("the GitLab job of docs/ci.md runs the contract of a checkout that stays as it is, and keeps report and JUnit", async () => {
  await using world = new World();
  const page = await Deno.readTextFile(join(ROOT, "docs/ci.md"));
  const { e2e } = parse(/^## GitLab[\s\S]*?```yaml\n([\s\S]*?)```/m.exec(page)?.[1] ?? "");
  const repository = await world.repository(webRepository());
  const command = e2e.script.at(-1).replace("jsr:@custodian/e2e", `--no-lock "${join(ROOT, "mod.ts")}"`);
  const script = ["git init -q; git add -A; git -c user.name=e2e -c user.email=e commit -qm files", command];
  const env = { ...world.env, HOME: world.root, XDG_STATE_HOME: "", RAILIANCE01_HOST: "local", DENO_DIR };
  for (const line of [...script, ...e2e.after_script]) {
    const { code, stderr } = await new Deno.Command("sh", { args: ["-ec", line], cwd: repository, env }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
  }
  const [run = "", ...others] = [...Deno.readDirSync(join(repository, e2e.artifacts.paths[0]))].map(({ name }) => name);
  const { outcome, git } = JSON.parse(await Deno.readTextFile(join(repository, "e2e-report", run, "result.json")));
  assert.deepEqual([outcome, git.dirty, others], ["passed", false, []]);
  const junit = e2e.artifacts.reports.junit.replace("*", run);
  for (const file of [junit, `e2e-report/${run}/report.html`]) assert.ok(Deno.statSync(join(repository, file)).isFile);
});
