/**
 * Activity-core over ssh on a lab host, as RUNBOOK.md tells it: every command there is typed, but those of the sections
 * about the state-hub and the weekly run, which other tests type.
 */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { LabWorld } from "../faults/lab_world.ts";
import { noLabReason } from "../lab/lab_host.ts";
import { IMAGES, must, UV_PROGRAM, whyNoStack } from "./activity_core.ts";
import { commandsIn } from "./commands_in_docs.ts";

const PROJECT = join(import.meta.dirname ?? "", "../..");
const ELSEWHERE = ["When a result does not arrive", "The weekly run"];
/** These end with a Ctrl-C: open_test.ts and exec_test.ts type them. */
const ENDLESS = /^e2e (open|logs \S+ -f)/;

/** A shell on this machine in which `e2e` and `ssh` are what somebody with a lab host has. */
class Reader {
  readonly #world: LabWorld;

  constructor(world: LabWorld) {
    this.#world = world;
    const [program, ...args] = world.command;
    const text = `#!/bin/sh\nexec ${program} ${args.join(" ")} "$@"\n`;
    Deno.writeTextFileSync(join(world.root, "bin/e2e"), text, { mode: 0o755 });
  }

  /** Types a command of the page, about the sandbox that is there. */
  async types(command: string): Promise<string> {
    const { root, host } = this.#world;
    const project = /1a2b3c4d|PROJECT|^docker /.test(command) ? await this.#sandbox() : "";
    const meant = command.replaceAll("1a2b3c4d", project.slice(-8)).replaceAll("PROJECT", project)
      .replaceAll("../shop", `${root}/shop`).replaceAll("<repo>", "hello").replace("=railiance01", `=${host.name}`);
    return await this.#sh(/^(docker|rm) /.test(meant) ? `ssh ${host.name} '${meant}'` : meant);
  }

  async #sh(command: string): Promise<string> {
    const options = { cwd: PROJECT, env: this.#world.env, stdin: "null" } as const;
    const { code, stdout, stderr } = await new Deno.Command("sh", { args: ["-c", command], ...options }).output();
    const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assert.equal(code, 0, `${command}\n${out}${err}`);
    return out + err;
  }

  /** The only sandbox of the host, made where there is none. */
  async #sandbox(): Promise<string> {
    const ask = async () => (await this.#sh("e2e ps")).match(/^e2e-\S+-[0-9a-f]{8}/m)?.[0];
    return await ask() ?? (await this.#sh("e2e hello --keep"), await ask()) ?? "";
  }
}

Deno.test("RUNBOOK.md's commands do what it says, with activity-core over ssh", async (t) => {
  const reason = noLabReason() ?? await whyNoStack();
  if (reason !== undefined) console.log(`Skipped: ${reason}`);
  await t.step({ name: "each of them", ignore: reason !== undefined, fn: typesAll });
});

async function typesAll(): Promise<void> {
  await using world = await LabWorld.open("core");
  await world.host.load(...IMAGES);
  const bin = `${dirname(world.host.sshConfig)}/disk/home/e2e-lab/.local/bin`;
  await must("install", "-d", "-o", "e2e-lab", dirname(bin), bin);
  await must("install", UV_PROGRAM, bin);
  const compose = "services: { web: { image: 'busybox:stable', init: true, command: httpd -f -p 8080 } }\n";
  await world.repository({ "docker-compose.dev.yml": compose }, "shop");
  const reader = new Reader(world);
  try {
    await typesPage(reader);
  } finally {
    await reader.types("e2e down --all");
  }
}

async function typesPage(reader: Reader): Promise<void> {
  const said = new Map<string, string>();
  const all = commandsIn("RUNBOOK.md", await Deno.readTextFile(join(PROJECT, "RUNBOOK.md")));
  for (
    const { text: command } of all.filter(({ section, text }) => !ELSEWHERE.includes(section) && !ENDLESS.test(text))
  ) {
    said.set(command, await reader.types(command));
  }
  assert.match(
    said.get("make e2e REPO=activity-core") ?? "",
    /^PASS restart: run log: .*\n(.*\n)+.*✓ passed: activity-core on core in /m,
  );
  assert.match(said.get("docker compose ls --all --filter name=e2e-") ?? "", /^e2e-\S+ +.*running\(/m);
  assert.match(said.get("e2e logs 1a2b3c4d worker") ?? "", /Polls task queue "activity-core"/);
}
