import assert from "node:assert/strict";
import { join } from "node:path";
import { checkHere } from "../../../lib/commands/check_here.ts";
import { dotEnv } from "../../../lib/compose/content_variables.ts";
import { newPlan } from "../../../lib/lifecycle/new_plan.ts";
import type { Plan } from "../../../lib/lifecycle/plan.ts";
import { loadContract } from "../../../lib/repository/load_contract.ts";
import { listTree } from "../../../lib/repository/tree.ts";
import { World } from "../fixture.ts";
import { inspectStack, output } from "./stack.ts";

/**
 * A repository whose compose file uses every feature of the Compose specification that Compose 2.26 and Docker 20.10 know, and
 * that needs nothing but busybox.
 */
const PROJECT = join(import.meta.dirname ?? "", "project");

/**
 * The environment that the tool and Compose are started with: a value that needs care and is new, so that the isolated model
 * builds its image without a cache, and a subnet of this test.
 */
const SHELL = {
  FROM_SHELL: `sh$ell 'a' "b" \\ {{.}}\n${crypto.randomUUID()}`,
  NET: `213.${Math.floor(Math.random() * 256)}`,
};

Deno.test("checkModel() makes a model that gives the same containers as docker compose up, in any environment", async () => {
  await using world = new World();
  const root = join(world.root, "repo"), elsewhere = join(world.root, "elsewhere");
  await output(["cp", "-r", PROJECT, root]);
  await Deno.mkdir(elsewhere);
  const plan = newPlan({ root, contract: await loadContract(root) }, { runsDirectory: "", nowMs: Date.now() });
  const { model, variables, changes } = await checked(plan);
  const kept = `subnet 10.${SHELL.NET}.0/24 kept, so only one sandbox of this repository can run at a time`;
  assert.deepEqual(changes, [`networks.back: ${kept}`]);
  await Deno.writeTextFile(join(elsewhere, "compose.json"), JSON.stringify(model));
  await Deno.writeTextFile(join(elsewhere, ".env"), dotEnv(variables));
  const isolated = await created({ project: plan.project, cwd: "/", file: join(elsewhere, "compose.json") });
  const env = { ...SHELL, PWD: root };
  const plain = await created({ project: `${plan.project}-plain`, cwd: root, file: join(root, "compose.yml"), env });
  assert.equal(Object.keys(isolated).length, 35);
  assert.deepEqual(isolated, plain);
  assert.match(JSON.stringify(isolated["container /PROJECT-sources-1"]), /s3cr\$t .*sh\$ell .*user=\$USER/);
});

/** Resolves and isolates the model as a run does. */
async function checked(plan: Plan) {
  for (const [name, value] of Object.entries(SHELL)) Deno.env.set(name, value);
  try {
    const tree = await listTree(plan.root, plan.contract.sync);
    const found = await checkHere(plan, { tree, warn: (text) => assert.fail(text) });
    assert.ok(found !== undefined);
    return found;
  } finally {
    for (const name of Object.keys(SHELL)) Deno.env.delete(name);
  }
}

interface Project {
  readonly project: string;
  readonly file: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Creates the containers of a project, inspects them, and removes them. */
async function created({ project, file, ...options }: Project): Promise<Readonly<Record<string, unknown>>> {
  const compose = (...args: readonly string[]) =>
    output(["docker", "compose", "--project-name", project, "--file", file, ...args], options);
  try {
    await compose("build");
    await compose("create", "--no-build");
    return await inspectStack(project);
  } finally {
    await compose("down", "--volumes", "--rmi", "local", "--timeout", "0");
  }
}
