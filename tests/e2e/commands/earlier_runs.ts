import assert from "node:assert/strict";
import type { Result } from "../../../lib/result/result.ts";
import { webRepository, type World } from "../fixture.ts";

const COMPOSE = `services:
  web:
    image: busybox:stable
    init: true
    command: sh -c "echo web is here; sleep 600"
  db:
    image: busybox:stable
    init: true
    command: sh -c "echo db is here; sleep 600"
`;
const CHECKS = { health_checks: [{ service: "web" }] };

/** Runs a repository `shop` with two services, whose tests fail with exit code 7. Returns the run's result. */
export async function failedRun(world: World): Promise<Result> {
  const contract = { ...CHECKS, name: "shop", test_command: "echo two are wrong; exit 7" };
  const repository = await world.repository(webRepository(contract, COMPOSE), "failing");
  assert.equal((await world.run([repository, "--host", "local"])).code, 1);
  const result = (await world.results()).at(-1);
  assert.ok(result !== undefined);
  return result;
}

/** Runs a repository `web` whose tests pass. Returns the run's result. */
export async function passedRun(world: World): Promise<Result> {
  const repository = await world.repository(webRepository(CHECKS, COMPOSE), "passing");
  assert.equal((await world.run([repository, "--host", "local"])).code, 0);
  const result = (await world.results()).at(-1);
  assert.ok(result !== undefined);
  return result;
}
