import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { resultSchema } from "../../../lib/result/result.ts";
import { webRepository, World } from "../fixture.ts";

const LOCAL = ["--host", "local"];
const QUICK = `services:
  web:
    image: busybox:stable
    init: true
    command: sh -c "echo web is here; sleep 600"
  db:
    image: busybox:stable
    init: true
    command: sh -c "echo db is here; sleep 600"
`;
const checks = { health_checks: [{ service: "web" }] };

Deno.test("history, show and logs tell of earlier runs", async () => {
  await using world = new World();
  const passing = await world.repository(webRepository(checks, QUICK), "passing");
  const failing = await world.repository(
    webRepository({ ...checks, name: "shop", test_command: "echo two are wrong; exit 7" }, QUICK),
    "failing",
  );
  assert.equal((await world.run([passing, ...LOCAL])).code, 0);
  assert.equal((await world.run([failing, ...LOCAL])).code, 1);
  const [first, last] = await world.results();
  assert.ok(first !== undefined && last !== undefined);
  const id = last.run_id.slice(-8);

  const history = await world.run(["history"]);
  const [head, ...rows] = history.stdout.trimEnd().split("\n");
  assert.deepEqual([history.code, history.stderr], [0, ""]);
  assert.match(head ?? "", /^RUN +SLUG +HOST +OUTCOME +TOOK +STARTED +WHY$/);
  assert.match(rows[0] ?? "", new RegExp(`^${id} +shop +local +failed +\\d.*Z +The tests failed with exit code 7$`));
  assert.match(rows[1] ?? "", new RegExp(`^${first.run_id.slice(-8)} +web +local +passed +\\d.*Z$`));
  assert.equal(rows.length, 2);
  assert.equal((await world.run(["history", "shop"])).stdout.trimEnd().split("\n").length, 2);
  const lines = (await world.run(["history", "--json"])).stdout.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => resultSchema.parse(JSON.parse(line)).run_id), [last.run_id, first.run_id]);

  for (const name of [id, id.slice(0, 5), last.run_id]) {
    const show = await world.run(["show", name]);
    assert.deepEqual([show.code, show.stderr], [0, ""], show.stderr);
    for (const text of [last.project, "✗ test", "exit code 7", "two are wrong", "service web (busybox:stable)"]) {
      assert.ok(show.stdout.includes(text), `"${text}" is not shown:\n${show.stdout}`);
    }
  }
  assert.deepEqual(JSON.parse((await world.run(["show", id, "--json"])).stdout), last);

  const logs = await world.run(["logs", id]);
  assert.deepEqual([logs.code, logs.stderr], [0, ""]);
  assert.match(logs.stdout, /^db \| .*db is here$/m);
  assert.match(logs.stdout, /^web \| .*web is here$/m);
  const one = await world.run(["logs", id, "db", ...LOCAL]);
  assert.match(one.stdout, /^[^|]*db is here$/m);
  assert.doesNotMatch(one.stdout, /web is here/);

  const noService = await world.run(["logs", id, "worker"]);
  assert.equal(noService.code, 2);
  assert.match(noService.stderr, /No log of service "worker" in .*: it has db, web$/m);
});

Deno.test("history, show, logs, ps and gc have something to say when there was no run", async () => {
  await using world = new World();
  const history = await world.run(["history"]);
  assert.deepEqual([history.code, history.stdout.split("\n").length], [0, 2]);
  assert.deepEqual((await world.run(["history", "--json"])).stdout, "");
  for (const command of ["show", "logs"]) {
    const { code, stdout, stderr } = await world.run([command, "1a2b"]);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, /^No run "1a2b": there are no runs in \/.*\nhint: e2e history\n$/);
  }
  const ps = await world.run(["ps", ...LOCAL]);
  assert.deepEqual([ps.code, ps.stdout.split("\n").length, ps.stderr], [0, 2, ""]);
  assert.equal((await world.run(["ps", "--json", ...LOCAL])).stdout, "");
  const gc = await world.run(["gc", ...LOCAL]);
  assert.deepEqual([gc.code, gc.stdout, gc.stderr], [0, "", "Nothing to remove on local\n"]);
});

/** What the build cache holds; Docker asks no more exactly. */
async function buildCache(): Promise<string> {
  const { stdout } = await exec(["docker", "system", "df", "--format", "{{.Type}}/{{.Size}}"]);
  return /^Build Cache\/(.*)$/m.exec(stdout)?.[1] ?? "";
}

Deno.test("e2e gc --build-cache shrinks the engine's build cache, whose size e2e doctor tells, and takes nothing but sizes", async () => {
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
  assert.doesNotMatch(await buildCache(), /^\d+(\.\d+)?k?B$/, "nothing is removed by a wrong size");
  const { code, stderr } = await world.run(["gc", ...LOCAL, "--build-cache", "0"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^[1-9]\d*(\.\d+)?[MG]B of the build cache are removed, which is the whole engine's$/m);
});

const WRONG = [
  { args: ["histroy"], says: ['Unknown command "histroy": did you mean "e2e history"?', "e2e --help"] },
  { args: ["dwon", "--all"], says: ['Unknown command "dwon": did you mean "e2e down"?'] },
  { args: ["helo"], says: ['Cannot find repository "helo"', 'did you mean "hello", or the command "e2e shell"?'] },
  { args: ["retest", ...LOCAL], says: ["No sandbox was named", "e2e retest --help"] },
  { args: ["open", ...LOCAL], says: ["No sandbox was named", "e2e open --help"] },
  { args: ["exec", "a", ...LOCAL], says: ["A sandbox and a service were wanted", "e2e exec --help"] },
  { args: ["completions"], says: ["No shell was named: bash, zsh or fish", "e2e completions --help"] },
  { args: ["completions", "tcsh"], says: ['"tcsh"', "e2e completions --help"] },
  { args: ["ps", "--jsn", ...LOCAL], says: ["--jsn", "--json", "e2e ps --help"] },
  { args: ["run"], says: ["No repository was named", "e2e run --help"] },
  { args: ["run", ...LOCAL], says: ["No repository was named", "e2e run --help"] },
  { args: ["check"], says: ["No repository was named", "e2e check --help"] },
  { args: ["show"], says: ["No run was named", "e2e show --help"] },
  { args: ["shell", ...LOCAL], says: ["No sandbox was named", "e2e shell --help"] },
  { args: ["logs", ...LOCAL], says: ["No sandbox and no run was named", "e2e logs --help"] },
  { args: ["show", "a", "b"], says: ["b", "e2e show --help"] },
  { args: ["ps"], says: ["No host was named", "--host local"] },
  { args: ["down", "x"], says: ["No host was named", "--host local"] },
] as const;

for (const { args, says } of WRONG) {
  Deno.test(`e2e ${args.join(" ")} ends with 2 and says what was wanted`, async () => {
    await using world = new World();
    const { code, stdout, stderr } = await world.run(args, { RAILIANCE01_HOST: "" });
    assert.deepEqual([code, stdout], [2, ""], stderr);
    for (const text of [...says, "hint: "]) assert.ok(stderr.includes(text), `"${text}" is not shown:\n${stderr}`);
  });
}

Deno.test("every command explains itself with --help", async () => {
  await using world = new World();
  const { stdout } = await world.run(["--help"]);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name ?? "");
  assert.ok(commands.includes("history") && commands.includes("ps"), stdout);
  await Promise.all(commands.map(async (command) => {
    const help = await world.run([command, "--help"]);
    assert.deepEqual([help.code, help.stderr], [0, ""], command);
    assert.ok(help.stdout.startsWith(`Usage: e2e ${command}`), help.stdout);
    assert.match(help.stdout, new RegExp(`\n\nExamples:\n(  .*e2e ${command}.*\n){1,3}$`));
  }));
});
