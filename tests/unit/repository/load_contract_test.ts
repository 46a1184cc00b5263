import { equal, rejects } from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { loadContract } from "../../../lib/repository/load_contract.ts";

const contract = "name: shop\ncompose_file: e2e/compose.yml\ntest_command: x\n";

async function repository(text: string | undefined, use: (root: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  const root = `${directory}/shop`;
  try {
    await Deno.mkdir(`${root}/e2e`, { recursive: true });
    if (text !== undefined) await Deno.writeTextFile(`${root}/e2e/e2e.yml`, text);
    await use(root);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function refused(root: string, line: string): Promise<void> {
  return rejects(
    loadContract(root),
    (error) => error instanceof UserError && error.outcome === "invalid" && error.message.split("\n").includes(line),
  );
}

Deno.test("loadContract() accepts a compose file that is a link inside the repository", () =>
  repository(contract, async (root) => {
    await Deno.writeTextFile(`${root}/dev.yml`, "services: {}\n");
    await Deno.symlink("../dev.yml", `${root}/e2e/compose.yml`);
    equal((await loadContract(root)).name, "shop");
  }));

Deno.test("loadContract() accepts a root that is itself a link", () =>
  repository(contract, async (root) => {
    await Deno.writeTextFile(`${root}/e2e/compose.yml`, "services: {}\n");
    await Deno.symlink(root, `${root}-link`);
    equal((await loadContract(`${root}-link`)).name, "shop");
  }));

const found = 'compose_file: expected a compose file of the repository, found "e2e/compose.yml"';

Deno.test("loadContract() refuses a compose file that does not exist", () =>
  repository(contract, (root) => refused(root, `e2e/e2e.yml:2:15: ${found}, which does not exist`)));

Deno.test("loadContract() refuses a broken link", () =>
  repository(contract, async (root) => {
    await Deno.symlink("../dev.yml", `${root}/e2e/compose.yml`);
    await refused(root, `e2e/e2e.yml:2:15: ${found}, a link to ../dev.yml, which does not exist`);
  }));

Deno.test("loadContract() refuses a link out of the repository, also to a path with the same prefix", () =>
  repository(contract, async (root) => {
    const outside = `${await Deno.realPath(`${root}/..`)}/shop-other.yml`;
    await Deno.writeTextFile(outside, "services: {}\n");
    await Deno.symlink(outside, `${root}/e2e/compose.yml`);
    await refused(root, `e2e/e2e.yml:2:15: ${found}, a link to ${outside} outside it`);
  }));

Deno.test("loadContract() refuses a directory, and names the wrong entry of a list", () =>
  repository(contract.replace("e2e/compose.yml", "[e2e/e2e.yml, e2e]"), (root) =>
    refused(
      root,
      'e2e/e2e.yml:2:29: compose_file[1]: expected a compose file of the repository, found "e2e", which is not a file',
    )));

Deno.test("loadContract() throws the whole report of an invalid contract", () =>
  repository("name: Shop\nports: x\n", async (root) => {
    await refused(root, "  2 | ports: x");
    await refused(root, "e2e/e2e.yml:1:1: test_command: missing: expected a shell command");
  }));

Deno.test("loadContract() suggests e2e init when there is no contract", () =>
  repository(undefined, (root) =>
    rejects(
      loadContract(root),
      new UserError(`Cannot read e2e/e2e.yml in ${root}: the file does not exist`, {
        hint: `e2e init ${root}`,
        outcome: "invalid",
      }),
    )));
