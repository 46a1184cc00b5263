import assert from "node:assert/strict";
import { type MadeSandbox, type MakeOptions, ScriptHost, until } from "../../../process/sandbox/scripts/fixture.ts";

export {
  exists,
  kill,
  type MadeSandbox,
  newProject,
  runJson,
  until,
} from "../../../process/sandbox/scripts/fixture.ts";

/** A host with the machine's Docker Engine. When it is disposed of, nothing of its sandboxes may be left behind. */
export class DockerHost extends ScriptHost {
  readonly #projects: string[] = [];

  override async make(options?: MakeOptions): Promise<MadeSandbox> {
    const sandbox = await super.make(options);
    this.#projects.push(sandbox.project);
    return sandbox;
  }

  /** Writes the sandbox's compose file, with its labels, and starts it as the tool does. */
  async up(
    { dir, project }: MadeSandbox,
    model: { readonly services: object; readonly volumes?: object },
  ): Promise<void> {
    const labels = { "dev.custodian.e2e.sandbox": dir };
    const services = Object.entries(model.services).map(([name, service]) => [name, { ...service, labels }]);
    const networks = { default: { labels } };
    const compose = { ...model, services: Object.fromEntries(services), networks };
    await Deno.writeTextFile(`${dir}/compose.json`, JSON.stringify(compose));
    await this.compose({ dir, project }, "up", "-d", "--quiet-pull");
  }

  /** Runs Docker Compose on the sandbox's file. */
  async compose({ dir, project }: MadeSandbox, ...args: readonly string[]): Promise<void> {
    const file = `${dir}/compose.json`;
    await this.docker("compose", "-p", project, "-f", file, "--project-directory", `${dir}/repo`, ...args);
  }

  /** Runs docker, which must succeed, and returns its output. */
  async docker(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.spawn([
      "/usr/bin/env",
      `PATH=${Deno.env.get("PATH")}`,
      "docker",
      ...args,
    ])
      .ended;
    assert.equal(code, 0, stderr);
    return stdout.trim();
  }

  /** Removes a sandbox. */
  down({ dir, project }: MadeSandbox) {
    return this.run("down.sh", dir, project);
  }

  /** Lists the containers, networks, volumes and images of a project. */
  async inventory(project: string): Promise<readonly string[]> {
    const filter = `label=com.docker.compose.project=${project}`;
    const lists = await Promise.all([
      this.docker("ps", "-a", "--filter", filter, "--format", "container {{.Names}}"),
      this.docker("network", "ls", "--filter", filter, "--format", "network {{.Name}}"),
      this.docker("volume", "ls", "--filter", filter, "--format", "volume {{.Name}}"),
      this.docker("images", "--filter", filter, "--format", "image {{.Repository}}:{{.Tag}}"),
    ]);
    return lists.flatMap((list) => list.split("\n")).filter((line) => line !== "");
  }

  /** Waits until the sandbox and everything of it is gone. */
  async gone({ dir, project }: MadeSandbox, timeoutMs = 30_000): Promise<void> {
    await until("the directory is gone", () => Deno.lstat(dir).then(() => false, () => true), timeoutMs);
    await until("the watcher has ended", async () => (await this.processes()).length === 0, 10_000);
    assert.deepEqual(await this.inventory(project), []);
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    try {
      for (const project of this.#projects) assert.deepEqual(await this.inventory(project), []);
      const sandboxes = `${this.home}/sandboxes`;
      const names = await Array.fromAsync(Deno.readDir(sandboxes)).catch(() => []);
      assert.deepEqual(names.map(({ name }) => name), []);
      await until("the watchers have ended", async () => (await this.processes()).length === 0, 5_000);
    } finally {
      await this.stopWatchers();
      for (const project of this.#projects) {
        await this.sh('docker compose -p "$1" down -v --remove-orphans --timeout 0 >/dev/null 2>&1', project);
      }
      await super[Symbol.asyncDispose]();
    }
  }
}

/** A service that sleeps and ends at once on TERM, with more keys if given. */
export const sleeper = (more: object = {}) => ({
  image: "busybox:stable",
  init: true,
  command: ["sleep", "600"],
  stop_grace_period: "1s",
  ...more,
});
