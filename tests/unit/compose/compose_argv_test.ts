import assert from "node:assert/strict";
import { composeBuild, composeConfig, composeLogs, composePull, composeUp } from "../../../lib/compose/compose_argv.ts";

const MODEL = { project: "e2e-a-1", file: "/s/compose.json" };
const CONFIG = { project: "e2e-a-1", files: ["/s/repo/dev.yml", "/s/repo/e2e/more.yml"], profiles: ["ui"] };

const ROWS: Readonly<Record<string, readonly [argv: readonly string[], expected: string]>> = {
  composeUp: [
    composeUp(MODEL),
    "--ansi never --project-name e2e-a-1 --file /s/compose.json up --detach --no-build --quiet-pull",
  ],
  composeBuild: [composeBuild(MODEL), "--ansi never --project-name e2e-a-1 --file /s/compose.json build"],
  composePull: [
    composePull({ ...MODEL, services: ["web", "db"] }),
    "--ansi never --project-name e2e-a-1 --file /s/compose.json pull web db",
  ],
  composeConfig: [
    composeConfig(CONFIG),
    "--project-name e2e-a-1 --project-directory /s/repo --file /s/repo/dev.yml --file /s/repo/e2e/more.yml --profile ui config --format json",
  ],
  "composeConfig of standard input": [
    composeConfig({ project: "e2e-a-1", files: ["-"], directory: "/s/repo" }),
    "--project-name e2e-a-1 --project-directory /s/repo --file - config --format json",
  ],
  composeLogs: [composeLogs({ service: undefined, follow: false }), "--ansi never logs --no-color"],
  "composeLogs of a service": [
    composeLogs({ service: "web", follow: true }),
    "--ansi never logs --no-color --follow web",
  ],
};

for (const [name, [argv, expected]] of Object.entries(ROWS)) {
  Deno.test(`${name} builds an argv`, () => assert.equal(argv.join(" "), `docker compose ${expected}`));
}
