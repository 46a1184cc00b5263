import assert from "node:assert/strict";
import { LabEngine } from "../../../tools/lab/lab_engine.ts";
import { noLabReason } from "../../../tools/lab/lab_host.ts";
import { webRepository, World } from "../fixture.ts";

/** Options of an engine without a default bridge, and of one whose containers survive its restart. */
const ENGINES = [
  { options: ["--bridge=none"], restarts: [false, true] },
  { options: ["--bridge=none", "--live-restore"], restarts: [true] },
] as const;

const COMPOSE = "services: { web: { image: 'busybox:stable', init: true, command: sleep 600 } }\n";
const TESTS = 'echo begun; until [ -e "$GO" ]; do sleep 0.1; done; exit 3';

for (const { options, restarts } of ENGINES) {
  Deno.test({
    name: `e2e run distinguishes failed tests from an engine that was restarted, with dockerd ${options.join(" ")}`,
    ignore: noLabReason() !== undefined,
    fn: async () => {
      await using engine = await LabEngine.up(`engine-${crypto.randomUUID().slice(0, 8)}`, ...options);
      for (const restart of restarts) {
        await using world = new World();
        const go = `${world.root}/go`;
        const contract = { health_checks: [{ name: "web", service: "web" }], test_command: TESTS, env: { GO: go } };
        const repository = await world.repository(webRepository(contract, COMPOSE));
        const run = world.start([repository, "--host", "local"], { DOCKER_HOST: engine.host });
        await run.says("begun");
        if (restart) await engine.restart();
        await Deno.writeTextFile(go, "");
        const { code, stderr } = await run.ended, { outcome, cleanup } = await world.result();
        const expected = restart ? [4, "infra", true, []] : [1, "failed", true, []];
        assert.deepEqual([code, outcome, cleanup.verified, cleanup.leftovers], expected, stderr);
        assert.equal(stderr.includes("The Docker Engine of local was restarted during the run"), restart, stderr);
      }
    },
  });
}
