/**
 * Activity-core on a lab host: over ssh as RUNBOOK.md describes it, where every command is typed but those of the sections about
 * the state-hub and the weekly run, which other tests type; then from the host's own crontab, and natively.
 */
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { LabWorld } from "../../faults/lab_world.ts";
import { type LabHost, noLabReason } from "../../../tools/lab/lab_host.ts";
import { IMAGES, must, UV_PROGRAM, whyNoStack } from "./activity_core.ts";
import { commandsIn } from "../docs/commands_in_docs.ts";
import { CronWorld } from "../commands/cron_world.ts";

/** The lab host, which has the images and uv once they were asked for. */
const HOST = "core";
const PROJECT = join(import.meta.dirname ?? "", "../../..");
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

Deno.test("activity-core runs on another host", async (t) => {
  const reason = noLabReason() ?? await whyNoStack();
  if (reason !== undefined) console.log(`Skipped: ${reason}`);
  const step = (name: string, fn: () => Promise<void>) => t.step({ name, ignore: reason !== undefined, fn });
  await step("over ssh, and RUNBOOK.md's commands do what it says", typesAll);
  await step("from its crontab and natively, and the state-hub has workstream and task", runsByItself);
});

/** Gives the host what a real one has for activity-core. */
async function prepare(host: LabHost): Promise<void> {
  await host.load(...IMAGES);
  const bin = `${dirname(host.sshConfig)}/disk/home/e2e-lab/.local/bin`;
  await must("install", "-d", "-o", "e2e-lab", dirname(bin), bin);
  await must("install", UV_PROGRAM, bin);
}

async function runsByItself(): Promise<void> {
  await using world = await CronWorld.open(HOST);
  await prepare(world.lab.host);
  await world.openTunnel();
  const url = await world.remoteOf(join(PROJECT, "examples/activity-core"));
  await world.install("activity-core", "--clone", url, "--schedule", "* * * * *");
  const [byCron] = await world.firstEvents(1);
  await world.install("activity-core"); // every Sunday, as the contract says
  await world.lab.until("nothing runs", async () => (await world.lab.inventory()).length === 0, 300_000);
  await world.asUser(".e2e/bin/e2e-host activity-core");
  const natively = (await world.events()).at(-1);
  for (const result of [byCron, natively]) {
    assert.deepEqual([result?.outcome, result?.host], ["passed", HOST], result?.reason?.message);
    assert.deepEqual(result?.state_hub, {
      workstream_id: "b68de20b-e397-4f97-b1be-ad30711fc2a6",
      task_id: "0d92ac62-dc04-495c-85fa-13a66ffe611a",
    });
  }
  assert.deepEqual([byCron?.schedule?.id, natively?.schedule], ["activity-core", null]);
}

async function typesAll(): Promise<void> {
  await using world = await LabWorld.open(HOST);
  await prepare(world.host);
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
