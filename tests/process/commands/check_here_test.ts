import assert from "node:assert/strict";
import { checkHere } from "../../../lib/commands/check_here.ts";
import { readContract } from "../../../lib/contract/read_contract.ts";
import { newPlan } from "../../../lib/lifecycle/new_plan.ts";
import { listTree } from "../../../lib/repository/tree.ts";

const CONTRACT =
  'name: shop\ncompose_file: compose.yml\ntest_command: "true"\nsecrets: [API_KEY]\nenv: { MODE: dev }\n';

/** Returns the plan of a run of a repository with this contract. */
function planOf(root: string, secrets: Readonly<Record<string, string>>) {
  const reading = readContract(CONTRACT, "e2e.yml");
  assert.ok(reading.kind === "valid");
  return newPlan({ root, contract: reading.contract }, { runsDirectory: "", nowMs: 0, secrets });
}

Deno.test("checkHere() resolves a build with SSH keys, which Compose 2.26 prints only as YAML", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    const text =
      'services: { web: { build: { context: ., ssh: [default, "key=./id"] }, environment: { A: "010", B: "$$x" } } }';
    await Deno.writeTextFile(`${root}/compose.yml`, text);
    const plan = planOf(root, {});
    const checked = await checkHere(plan, { tree: await listTree(root, plan.contract.sync), warn: () => {} });
    const { build, environment } = checked?.model.services.web ?? {};
    assert.deepEqual([build?.ssh].flat().toSorted(), ["default", `key=${root}/id`]); // Compose prints them in any order
    assert.deepEqual(environment, { A: "010", B: "$$x" });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});

/** Replaces a program by a script, before the others in PATH. */
async function replace(directory: string, name: string, script: string): Promise<void> {
  await Deno.writeTextFile(`${directory}/${name}`, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

Deno.test("checkHere() gives Compose the variables of a run and no secret in arguments, and warns about keys that a newer Compose knows", async () => {
  const directory = await Deno.makeTempDir(), root = `${directory}/shop`, path = Deno.env.get("PATH") ?? "";
  try {
    await Deno.mkdir(root);
    await Deno.writeTextFile(`${root}/compose.yml`, "services: {}\n");
    await replace(directory, "sh", `echo "$*" >>${directory}/argv; exec /bin/sh "$@"`);
    await replace(
      directory,
      "docker",
      `echo "$*" >>${directory}/argv; echo "$API_KEY $MODE" >${directory}/env; echo '{"services":{"web":{"teleport":1}}}'`,
    );
    Deno.env.set("PATH", `${directory}:${path}`);
    const plan = planOf(root, { API_KEY: "hunter2" });
    const tree = await listTree(root, plan.contract.sync);
    const warnings: string[] = [];
    const checked = await checkHere(plan, { tree, warn: (text) => warnings.push(text) });
    assert.deepEqual(Object.keys(checked?.model.services ?? {}), ["web"]);
    assert.deepEqual(warnings, ["services.web.teleport is kept as it is: isolation does not know this key"]);
    assert.equal(await Deno.readTextFile(`${directory}/env`), "hunter2 dev\n");
    assert.doesNotMatch(await Deno.readTextFile(`${directory}/argv`), /hunter2/);
  } finally {
    Deno.env.set("PATH", path);
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("checkHere() allows a mount of the run's artifacts with the allowance, and none of its sandbox", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    const base = planOf(root, {});
    const plan = { ...base, contract: { ...base.contract, allow: ["outside-paths" as const] } };
    const checkMount = async (from: string, of: typeof base = plan) => {
      await Deno.writeTextFile(`${root}/compose.yml`, `services: { web: { image: a, volumes: ["${from}:/out"] } }\n`);
      return await checkHere(of, { tree: await listTree(root, plan.contract.sync), warn: () => {} });
    };
    const checked = await checkMount("${E2E_ARTIFACTS}/web");
    assert.match(JSON.stringify(checked?.model.services.web?.volumes), new RegExp(`"${root}/artifacts/web"`));
    await assert.rejects(checkMount("${E2E_ARTIFACTS}", base), /outside|leaves/);
    await assert.rejects(checkMount("${E2E_SANDBOX}"), /leaves the repository/);
    await assert.rejects(checkMount("../artifacts2"), /leaves the repository/);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
