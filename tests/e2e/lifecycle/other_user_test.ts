import assert from "node:assert/strict";
import { join } from "node:path";
import { webCompose, webRepository } from "../fixture.ts";
import { asOther, must, OtherUsersWorld, USER } from "./other_users_world.ts";

const LOCAL = ["--host", "local"];

/** A stack that writes into the repository's copy, and below its artifacts, as root. */
const WRITES = `services:
  web:
    image: busybox:stable
    init: true
    volumes: ["..:/src"]
    command: sh -c "umask 077; mkdir -p /src/made/deep && echo x >/src/made/deep/file && touch /src/ready && sleep 600"
    healthcheck: { test: "test -e /src/ready", interval: 1s, retries: 30 }
`;

asOther("e2e run passes for a user who is not root, and leaves nothing of what containers wrote as root", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const repository = await world.repository(webRepository({
    health_checks: [{ service: "web" }],
    test_command: `id -un; stat -c %U made; ls made/deep 2>&1; rm -rf made 2>&1; echo "in $HOME"`,
  }, WRITES));
  const { code, stderr } = await world.run([repository, ...LOCAL]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, new RegExp(`^${USER}\nroot\n.*ermission denied\n.*ermission denied\nin /home/${USER}$`, "m"));
  const { owner, cleanup } = await world.result();
  assert.match(owner, new RegExp(`^${USER}@`));
  assert.deepEqual([cleanup.verified, cleanup.leftovers], [true, []]);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(join(world.home, "sandboxes"))), []);
});

asOther("the host removes what containers wrote as root when a user's tool is killed", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const repository = await world.repository(webRepository({
    health_checks: [{ service: "web" }],
    test_command: "echo here; sleep 60",
  }, WRITES));
  const run = world.start([repository, ...LOCAL], { E2E_LEASE: "3" });
  await run.says("here");
  Deno.kill(run.pid, "SIGKILL");
  await run.ended;
  await world.until("the host removes it", async () => (await world.inventory()).length === 0);
  const { code, stderr } = await world.run(["gc", ...LOCAL]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /was interrupted/);
});

asOther('e2e run ends with "infra" and a hint when the user may not use Docker', async () => {
  await using world = await OtherUsersWorld.open("none");
  const { code, stderr } = await world.run([await world.repository(webRepository()), ...LOCAL]);
  const { outcome, cleanup } = await world.result();
  assert.deepEqual([code, outcome, cleanup.decision], [4, "infra", "nothing-made"], stderr);
  assert.match(stderr, /Docker does not answer on local: .*permission denied/i);
  assert.match(stderr, /^ {2}hint: sudo usermod -aG docker "\$USER", then log in again$/m);
});

const suite = (...cases: readonly string[]) => `<testsuite name="shop">${cases.join("")}</testsuite>`;
const OK = '<testcase name="buys"/>';
const BAD = '<testcase name="pays"><failure message="card declined"/></testcase>';

/** A service that makes its data directory like postgres. */
const DATABASE = `services:
  db:
    image: busybox:stable
    init: true
    command: sh -c "echo 16 >/var/lib/db/PG_VERSION; chown -R 999:999 /var/lib/db; chmod 700 /var/lib/db; sleep 600"
    volumes: ["./pgdata:/var/lib/db", ".:/src"]
    healthcheck: { test: "test -O /var/lib/db || test $(stat -c %u /var/lib/db) = 999", interval: 1s, retries: 30 }
`;

/** Runs a repository with that database and a script as tests. */
async function withDatabase(
  world: OtherUsersWorld,
  { script, more, env = {} }: {
    readonly script: string;
    readonly more: Readonly<Record<string, unknown>>;
    readonly env?: Readonly<Record<string, string>>;
  },
) {
  const contract = { compose_file: "compose.yml", health_checks: [{ service: "db" }], test_command: "sh e2e/tests.sh" };
  const repository = await world.repository({
    "e2e/e2e.yml": webRepository({ ...contract, ...more })["e2e/e2e.yml"] ?? "",
    "compose.yml": DATABASE,
    "e2e/tests.sh": script,
  });
  const { code, stderr } = await world.run([repository, ...LOCAL], env);
  return { code, stderr, result: await world.result() };
}

asOther(
  'e2e run ends with "failed" and fetches all files except those in a directory that the user cannot read',
  async () => {
    await using world = await OtherUsersWorld.open("docker");
    const { code, stderr, result } = await withDatabase(world, {
      script: `mkdir -p e2e/shots; echo png >e2e/shots/pay.png; echo '${suite(OK, BAD)}' >e2e/junit.xml`,
      more: { test_results: ["e2e/junit.xml"], artifacts: ["e2e/shots/**"] },
    });
    assert.deepEqual([code, result.outcome, result.secondary], [1, "failed", []], stderr);
    assert.match(stderr, /shop › pays: card declined/);
    const artifacts = result.collected.files.map(({ path }) => path).filter((path) => path.startsWith("artifacts/"));
    assert.deepEqual(artifacts.sort(), ["artifacts/e2e/junit.xml", "artifacts/e2e/shots/pay.png"]);
  },
);

for (const [cases, outcome] of [[[OK, BAD], "failed"], [[OK], "passed"]] as const) {
  asOther(
    `e2e run ends with "${outcome}" by results that only a container can read, and fetches its artifacts`,
    async () => {
      await using world = await OtherUsersWorld.open("docker");
      const inside = `umask 077; mkdir -p /src/e2e/out/deep; echo '${suite(...cases)}' >/src/e2e/out/junit.xml; echo '${
        suite(OK)
      }' >/src/two.xml; echo png >"/src/e2e/out/deep/a b.png"; ln -s /etc/passwd /src/e2e/out/link.png; chown 999 /src/e2e/out`;
      const { stderr, result } = await withDatabase(world, {
        script: `docker compose exec -T db sh -c ${JSON.stringify(inside)}
cat e2e/out/junit.xml && exit 9
stat -c '%a %u' e2e/out pgdata`,
        more: { test_results: ["**/*.xml"], artifacts: ["e2e/out/**/*.png"], cleanup: "never" },
      });
      assert.deepEqual([result.outcome, result.secondary], [outcome, []], stderr);
      assert.deepEqual([result.test?.results?.tests, result.test?.evidence], [cases.length + 1, "results"], stderr);
      const artifacts = result.collected.files.filter(({ path }) => path.startsWith("artifacts/"));
      assert.deepEqual(artifacts.map(({ path }) => path).sort(), [
        "artifacts/e2e/out/deep/a b.png",
        "artifacts/e2e/out/junit.xml",
        "artifacts/two.xml",
      ]);
      assert.equal(
        await Deno.readTextFile(join(world.state, "e2e/runs", result.run_id, "artifacts/e2e/out/deep/a b.png")),
        "png\n",
      );
      const repo = join(world.home, "sandboxes", result.project, "repo");
      const modes = await must(
        "stat",
        "-c",
        "%a %u",
        join(repo, "e2e/out"),
        join(repo, "pgdata"),
        join(repo, "two.xml"),
      );
      assert.equal(modes, "700 999\n700 999\n600 0\n", "what containers wrote stays as it was");
      assert.equal((await world.run(["down", "--all", ...LOCAL])).code, 0);
    },
  );
}

asOther("e2e run never passes with results that it cannot look at", async () => {
  await using world = await OtherUsersWorld.open("docker");
  const docker =
    '#!/bin/sh\ncase $* in *:/from:ro*) echo "no sh in it" >&2; exit 127 ;; esac\nexec /usr/bin/docker "$@"\n';
  const { code, stderr, result } = await withDatabase(world, {
    script: `echo '${suite(OK)}' >two.xml; docker compose exec -T db sh -c 'umask 077; echo "${
      suite(BAD).replaceAll('"', '\\"')
    }" >/src/e2e/junit.xml'`,
    more: { test_results: ["**/*.xml"] },
    env: { PATH: await world.pathWithout("docker", { docker }) },
  });
  assert.deepEqual([code, result.outcome], [4, "infra"], stderr);
  assert.match(
    result.reason?.message ?? "",
    /exit code 0 alone is not a verdict: .*e2e\/junit\.xml of artifacts, which another user owns: .*no sh in it/,
  );
  assert.match(result.reason?.hint ?? "", /--keep/);
});

asOther(
  "with umask 077, containers of any user read the repository and write artifacts, and no other account sees a file",
  async () => {
    await using world = await OtherUsersWorld.open("docker");
    Object.assign(world, { command: ["sh", "-c", 'umask 077; exec "$@"', "sh", ...world.command] });
    const mounts = '--volume "$PWD:/src:ro" --volume "$E2E_ARTIFACTS:/out"';
    const repository = await world.repository(webRepository({
      secrets: ["TOKEN"],
      cleanup: "never",
      test_command:
        `docker run --rm --user 1234 --network none ${mounts} busybox:stable cp /src/e2e/compose.yml /src/run /out; echo "$TOKEN"`,
    }, webCompose('    user: "1234"\n    volumes: ["..:/src"]\n').replace('sh -c "', 'sh -c "cat /src/e2e/e2e.yml; ')));
    await Deno.writeTextFile(join(repository, "run"), "#!/bin/sh\n", { mode: 0o755 });
    const { code, stderr } = await world.run([repository, ...LOCAL], { TOKEN: "correct-horse" });
    assert.equal(code, 0, stderr);
    const { run_id, project, collected } = await world.result();
    const paths = collected.files.map(({ path }) => path).sort();
    assert.deepEqual(paths, ["artifacts/compose.yml", "artifacts/run", "services/web.log"]);
    const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-c"] as const;
    const look = 'find "$@" -readable 2>/dev/null || true';
    const deep = [
      join(world.home, "sandboxes", project, "job/output.log"),
      join(world.home, "sandboxes", project, "repo"),
      join(world.state, "e2e/runs", run_id, "output.log"),
    ];
    assert.equal(await must(...nobody, look, "sh", world.home, join(world.state, "e2e"), ...deep), "");
    const closed =
      'find "$1" "$2" -path "*/repo/*" -prune -o -path "*/artifacts/*" -prune -o -path "*/tree/*" -prune -o -type f -perm /077 -print';
    assert.equal(await must("sh", "-c", closed, "sh", world.home, join(world.state, "e2e")), "");
    const down = await world.run(["down", "--all", ...LOCAL]);
    assert.equal(down.code, 0, down.stderr);
  },
);
