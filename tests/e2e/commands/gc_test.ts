import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { World } from "../fixture.ts";

const LOCAL = ["--host", "local"];

Deno.test("e2e gc reports that there is nothing to remove", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["gc", ...LOCAL]);
  assert.deepEqual([code, stdout, stderr], [0, "", "Nothing to remove on local\n"]);
});

/** The size of the build cache, as Docker prints it: rounded. */
async function buildCache(): Promise<string> {
  const { stdout } = await exec(["docker", "system", "df", "--format", "{{.Type}}/{{.Size}}"]);
  return /^Build Cache\/(.*)$/m.exec(stdout)?.[1] ?? "";
}

Deno.test("e2e gc --build-cache shrinks the engine's build cache, which e2e doctor shows, and accepts nothing but sizes", async () => {
  await using world = new World();
  const build =
    'cd "$1" && printf "FROM busybox:stable\\nRUN head -c 9000000 /dev/urandom >/x\\n" >Dockerfile && docker build -q .';
  const built = await exec(["sh", "-c", build, "sh", world.root]);
  assert.equal(built.code, 0, built.stderr);
  await exec(["docker", "image", "rm", built.stdout.trim()]); // an image holds its part of the cache
  const before = await buildCache();
  assert.doesNotMatch(before, /^\d+(\.\d+)?k?B$/);
  const doctor = await world.run(["doctor", ...LOCAL]);
  assert.match(doctor.stdout, /^ {2}[✓!] build cache: \d+(\.\d+)?[MG]B$/m);
  for (const size of ["", "all", "-1GB", "10 GB"]) {
    const { code, stderr } = await world.run(["gc", ...LOCAL, `--build-cache=${size}`]);
    assert.deepEqual([code, stderr.includes("expected a size such as 0, 500MB or 10GB")], [2, true], stderr);
  }
  assert.doesNotMatch(await buildCache(), /^\d+(\.\d+)?k?B$/, "a wrong size removes nothing");
  const { code, stderr } = await world.run(["gc", ...LOCAL, "--build-cache", "0"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Removed [1-9]\d*(\.\d+)?[MG]B of the Docker Engine's build cache$/m);
});
