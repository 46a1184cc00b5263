import assert from "node:assert/strict";
import { webCompose, webRepository, type World } from "../fixture.ts";

const WRITES = webCompose().replace("httpd -f", "(while :; do echo tick; sleep 0.2; done) & httpd -f");

/** Runs a repository whose service `web` writes all the time, and keeps its sandbox. Returns the short id. */
export async function keepSandbox(world: World, host: string): Promise<string> {
  const repository = await world.repository(webRepository({}, WRITES));
  const { code, stderr } = await world.run([repository, "--keep", "--host", host]);
  assert.equal(code, 0, stderr);
  return (await world.result()).project.slice(-8);
}
