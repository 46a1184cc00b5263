import assert from "node:assert/strict";
import { join } from "node:path";
import { gitFiles } from "../../../tools/checks/git_files.ts";
import { startHub } from "../../process/hub/server/fixture.ts";
import { commandsIn, type DocCommand } from "./commands_in_docs.ts";
import { webRepository, World } from "../fixture.ts";

const ROOT = join(import.meta.dirname ?? "", "../../..");

/** The commands that are not run here, and why. */
const LEFT_OUT: readonly (readonly [RegExp, why: string])[] = [
  [/^make (demo|test|setup)$/, "CI runs it, or it runs this test"],
  [/^deno task lab/, "lab_test.ts runs it, with its own lab host"],
  [/^deno task (ok|test|bench|faults|screens)/, "they measure, or run this test"],
  [/^e2e hub$/, "a hub runs already"],
  [/^e2e cron /, "cron_test.ts runs it, on a second machine"],
];

/** Other tests run the rest: newcomer_test.ts, and for the RUNBOOK activity_core_host_test.ts and cron_test.ts. */
const isTyped = ({ page, section }: DocCommand) =>
  page === "RUNBOOK.md" ? section === "When a result does not arrive" : section !== "Your own repository";

/** A world with a kept sandbox, in which `e2e` is on PATH. */
class DocWorld extends World {
  #project: string | undefined;

  /** Returns the project of the kept sandbox, which is made again if a command has removed it. */
  async kept(): Promise<string> {
    const isThere = this.#project !== undefined &&
      (await this.inventory()).some((line) => line.includes(this.#project ?? ""));
    if (isThere && this.#project !== undefined) return this.#project;
    const repository = join(this.root, "my-service");
    const { code, stderr } = await this.run(["run", repository, "--keep", "--host", "local"]);
    assert.equal(code, 0, stderr);
    return this.#project = (await this.results()).at(-1)?.project ?? "";
  }

  /** Runs a line as a reader would: in the checkout of the tool, or in a repository. */
  async type({ page, text }: DocCommand) {
    const project = /1a2b3c4d|<id>|PROJECT/.test(text) ? await this.kept() : "";
    const line = text.replaceAll("1a2b3c4d", project.slice(-8)).replaceAll("PROJECT", project)
      .replaceAll("<id>", project.slice(-8)).replaceAll("--host railiance01", "--host local")
      .replaceAll("<repo>", join(this.root, "my-service")).replaceAll("~/.e2e", this.home)
      .replaceAll("http://127.0.0.1:8000", this.env["STATE_HUB_URL"] ?? "");
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", line],
      cwd: page === "docs/getting-started.md" ? join(this.root, "my-service") : ROOT,
      stdin: "null",
      env: { ...this.env, PATH: `${this.root}/bin:${Deno.env.get("PATH")}` },
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, output: `${decode(stdout)}${decode(stderr)}` };
  }
}

Deno.test("every command in README, RUNBOOK, CONTRIBUTING and docs runs as it is written", async (context) => {
  await using world = new DocWorld();
  await using hub = await startHub(join(world.root, "hub.db"));
  Object.assign(world.env, { RAILIANCE01_HOST: "local", STATE_HUB_URL: hub.url });
  await world.repository(webRepository({ name: "my-service" }), "my-service");
  await world.repository({ "e2e!": `#!/bin/sh\nexec deno run -A --no-lock "${ROOT}/cli.ts" "$@"\n` }, "bin");
  const pages = (await gitFiles("*.md")).filter((page) => !page.startsWith("examples/"));
  const commands = pages.flatMap((page) => commandsIn(page, Deno.readTextFileSync(join(ROOT, page))));
  for (
    const command of commands.filter(isTyped).filter(({ text }) => !LEFT_OUT.some(([pattern]) => pattern.test(text)))
  ) {
    await context.step(`${command.page}:${command.line}: ${command.text}`, async () => {
      const { code, output } = await world.type(command);
      assert.equal(code, 0, output);
    });
  }
  await world.run(["down", "--all", "--host", "local"]);
});
