import assert from "node:assert/strict";
import { exec } from "../../../../lib/host/exec.ts";
import { webRepository, World } from "../../fixture.ts";

const HISTORY = `cd "$1"; git init -q; git config http.extraheader "AUTHORIZATION: s3cret"
git add -A; commit() { git -c user.name=e -c user.email=e@e commit -q "$@"; }
commit -m one; git tag v1.2; commit --allow-empty -m two`;
const COMPOSE = "services: {web: {build: {context: ..}, init: true, command: sleep 600}}";
const HINT = "hint: .git is not sent: sync: { include: [.git] } in e2e/e2e.yml sends its history and tags";

Deno.test("sync.include with .git sends history and tags for a build and for the tests, and nothing secret", async () => {
  await using world = new World();
  const files = webRepository({
    health_checks: [{ service: "web" }],
    sync: { include: [".git"] },
    test_command:
      'git describe --tags --dirty; git status --porcelain; cat .git/config; docker compose exec -T web ls /git; ls "$E2E_SANDBOX"',
  }, COMPOSE);
  const repository = await world.repository({ ...files, Dockerfile: "FROM busybox:stable\nCOPY .git /git\n" });
  assert.equal((await exec(["sh", "-euc", HISTORY, "sh", repository])).code, 0);
  const { code, stderr } = await world.run([repository, "--host", "local"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^v1\.2-1-g[0-9a-f]+$/m);
  assert.match(stderr, /^HEAD$/m);
  assert.doesNotMatch(stderr, /s3cret|^ ?M |^D |^\?\? |hooks|git\.new/m);
});

Deno.test("e2e run says that .git is not sent when a build or the tests miss it", async () => {
  await using world = new World();
  const builds = await world.repository({
    ...webRepository({}, COMPOSE),
    Dockerfile: "FROM busybox:stable\nCOPY .git /git\n",
  }, "builds");
  const tests = await world.repository(webRepository({ test_command: "git describe --tags" }), "tests");
  for (const [repository, expected] of [[builds, 3], [tests, 1]] as const) {
    assert.equal((await exec(["sh", "-euc", HISTORY, "sh", repository])).code, 0);
    const { code, stderr } = await world.run([repository, "--host", "local"]);
    assert.equal(code, expected, stderr);
    assert.ok(stderr.includes(HINT), stderr);
  }
});
