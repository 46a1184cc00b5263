import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { contract, webCompose, webRepository, World } from "../fixture.ts";

interface Row {
  readonly name: string;
  /** The text of the contract; a valid one by default. */
  readonly contract?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether `e2e check` reports the same problem. */
  readonly check?: boolean;
  /** Texts in the output. */
  readonly says: readonly string[];
}

const LOCAL = ["--host", "local"];

const CONTRACTS: readonly Row[] = [
  { name: "there is no contract", contract: "", says: ["e2e/e2e.yml", "e2e init"] },
  { name: "the contract is empty", contract: "\n", says: ["e2e/e2e.yml", "name"] },
  { name: "the contract is not YAML", contract: "name: [web\ntimeout: }", says: ["e2e/e2e.yml:2"] },
  { name: "the contract is indented with tabs", contract: "sync:\n\tinclude: []\n", says: ["e2e/e2e.yml:2:1", "tab"] },
  { name: "a key is repeated", contract: "name: web\nname: shop\n", says: ["e2e/e2e.yml:2:1", "a second time"] },
  {
    name: "the contract is an alias bomb",
    contract: bomb(),
    says: ["e2e/e2e.yml:2", "at most 50 uses of an anchor"],
  },
  { name: "the contract is binary", contract: "\x00\x01\x02\xff", says: ["e2e/e2e.yml"] },
  { name: "a value has the wrong type", contract: contract({ timeout: true }), says: ["timeout", "duration", "true"] },
  { name: "a key is misspelled", contract: contract({ test_comand: "true" }), says: ["test_comand", '"test_command"'] },
  { name: "the slug contains ..", contract: contract({ name: "../shop" }), says: ["name", "slug", "../shop"] },
  {
    name: "two things are wrong",
    contract: contract({ name: "Shop", cleanup: "sometimes" }),
    says: ["name: expected a slug", 'cleanup: expected "always", "on_success" or "never"'],
  },
  {
    name: "the compose file is missing",
    contract: contract({ compose_file: "e2e/composed.yml" }),
    says: ["compose_file", "e2e/composed.yml", "does not exist"],
  },
  {
    name: "the compose file is outside",
    contract: contract({ compose_file: "../compose.yml" }),
    says: ["compose_file", "inside the repository"],
  },
  {
    name: "the compose file is a broken link",
    contract: contract({ compose_file: "e2e/link.yml" }),
    files: { "e2e/link.yml": "-> ../gone.yml" },
    says: ["e2e/link.yml", "a link to ../gone.yml, which does not exist"],
  },
  {
    name: "the compose file is a link out of the repository",
    contract: contract({ compose_file: "e2e/link.yml" }),
    files: { "e2e/link.yml": "-> /etc/passwd" },
    says: ["e2e/link.yml", "/etc/passwd"],
  },
].map((row) => ({ ...row, check: true }));

const CALLS: readonly Row[] = [
  { name: "no host is given", args: [], says: ["--host", "RAILIANCE01_HOST", "hint: "] },
  { name: "the host's variable is empty", args: [], env: { RAILIANCE01_HOST: "" }, says: ["No host given"] },
  { name: "the host begins with a dash", args: ["--host=-oProxyCommand=touch x"], says: ["-oProxyCommand=touch x"] },
  { name: "the host's variable begins with a dash", args: [], env: { RAILIANCE01_HOST: "-x" }, says: ['"-x"'] },
  { name: "an option is unknown", args: [...LOCAL, "--hots", "x"], says: ["--hots", "e2e run --help"] },
  { name: "--wait is not a duration", args: [...LOCAL, "--wait", "soon"], says: ["soon", "10m"] },
  { name: "--lease is too short", args: [...LOCAL, "--lease", "1"], says: ["--lease", "3s"] },
  { name: "E2E_LEASE is not a duration", env: { E2E_LEASE: "soon" }, says: ["E2E_LEASE", '"soon"', "120 or 2m"] },
  { name: "E2E_LEASE is too short", env: { E2E_LEASE: "1" }, says: ["E2E_LEASE", "at least 3s"] },
  {
    name: "a secret is not set",
    contract: contract({ secrets: ["SHOP_TOKEN"] }),
    says: ['"SHOP_TOKEN"', "export SHOP_TOKEN="],
  },
];

for (const { name, args = LOCAL, env = {}, says, check = false, ...row } of [...CONTRACTS, ...CALLS]) {
  Deno.test(`e2e run exits with 2 and creates nothing when ${name}`, async () => {
    await using world = new World();
    const { "e2e/e2e.yml": good, ...others } = { ...webRepository(), ...row.files };
    const text = row.contract ?? good;
    const repository = await world.repository(text === "" ? others : { ...others, "e2e/e2e.yml": text ?? "" });
    const calls = [["run", repository, ...args], ...(check ? [["check", repository]] : [])];
    for (const call of calls) {
      const { code, stdout, stderr } = await world.run(call, env);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      for (const text of says) assert.ok(stderr.includes(text), `"${text}" is missing:\n${stderr}`);
      assert.ok(!stderr.includes("bug of the tool"), stderr);
      // deno-lint-ignore no-control-regex
      assert.ok(!/[\x00-\x08\x1b]/.test(stderr), `control characters: ${JSON.stringify(stderr)}`);
    }
    assert.deepEqual([existsSync(world.home), existsSync(world.state)], [false, false]);
  });
}

Deno.test("e2e run lists the searched places for an unknown slug, and suggests the nearest one", async () => {
  await using world = new World();
  await world.repository(webRepository(), "repositories/web");
  const { code, stderr } = await world.run(["wbe", ...LOCAL], { E2E_REPOS: `${world.root}/repositories:/nowhere` });
  assert.equal(code, 2);
  for (const text of [`${world.root}/repositories`, "/nowhere", 'did you mean "web"']) assert.ok(stderr.includes(text));
  assert.deepEqual([existsSync(world.home), existsSync(world.state)], [false, false]);
});

Deno.test("e2e without arguments shows its usage and exits with 2; --help and --version exit with 0", async () => {
  await using world = new World();
  const [nothing, help, version, runHelp] = await Promise.all(
    [[], ["--help"], ["--version"], ["run", "--help"]].map((args) => world.run(args)),
  );
  assert.deepEqual([nothing?.code, nothing?.stdout], [2, ""]);
  assert.match(nothing?.stderr ?? "", /^Usage: e2e <repo>/);
  assert.deepEqual([help?.code, help?.stdout, help?.stderr], [0, nothing?.stderr, ""]);
  assert.match(version?.stdout ?? "", /^\d+\.\d+\.\d+\n$/);
  assert.deepEqual([runHelp?.code, runHelp?.stderr], [0, ""]);
  assert.match(runHelp?.stdout ?? "", /--wait/);
});

Deno.test("e2e check reports all problems of a contract, each with its place", async () => {
  await using world = new World();
  const text = "name: Web\ncompose_file: e2e/compose.yml\ntest_command: ''\ntimeout: never\ncolour: red\n";
  const { code, stderr } = await world.run([
    "check",
    await world.repository({ ...webRepository(), "e2e/e2e.yml": text }),
  ]);
  assert.equal(code, 2);
  for (const place of ["1:7: name", "3:15: test_command", "4:10: timeout", "5:1: colour"]) {
    assert.ok(stderr.includes(`e2e/e2e.yml:${place}`), stderr);
  }
});

Deno.test("e2e check reports problems from Compose, the guard rails and the health checks", async () => {
  await using world = new World();
  const cases = [
    [webRepository({}, "services: {web: {imge: busybox}}"), "imge"],
    [webRepository({}, webCompose("    privileged: true\n")), "services.web.privileged"],
    [webRepository({}, "include: [../../other.yml]\nservices: {}"), "include[0]: uses a path outside"],
    [webRepository({ health_checks: [{ service: "db" }] }), '"db"'],
  ] as const;
  await Promise.all(cases.map(async ([files, text], index) => {
    const { code, stdout, stderr } = await world.run(["check", await world.repository(files, `repo${index}`)]);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.ok(stderr.includes(text), stderr);
    assert.match(stderr, /^hint: /m);
  }));
});

Deno.test("e2e check shows the plan of a valid contract, also as JSON, and starts nothing", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({}, webCompose("    container_name: web\n")));
  const { code, stdout } = await world.run(["check", repository]);
  assert.equal(code, 0);
  assert.match(stdout, /^web is valid: e2e\/compose.yml\n/);
  assert.match(stdout, /^ {2}services +web$/m);
  assert.match(stdout, /^ {2}ports +web 8080\/tcp at 127\.\d+\.\d+\.\d+:8080$/m);
  assert.match(stdout, /^ {2}isolation +.*container_name/m);
  assert.match(stdout, /^ {2}checks +web: http:\/\/127\.\d+\.\d+\.\d+:8080\/ within 20s$/m);
  assert.match(stdout, /^ {2}limits +tests 1m, up 10m, run 1h$/m);
  assert.match(stdout, /^ {2}sends +2 files, 0\.\d kB, tree [0-9a-f]{12}$/m);
  const plan = JSON.parse((await world.run(["check", repository, "--json"])).stdout);
  assert.deepEqual([plan.contract.name, plan.sends.files], ["web", 2]);
  assert.deepEqual(Object.keys(plan.isolated.model.services), ["web"]);
  assert.deepEqual([existsSync(world.home), existsSync(world.state)], [false, false]);
});

Deno.test("e2e check refuses a compose file that needs files which are not sent, as a run does", async () => {
  await using world = new World();
  const files = webRepository({}, webCompose("    environment:\n      TOKEN: ${TOKEN:?set the token}\n"));
  const repository = await world.repository({ ...files, ".gitignore": ".env\n", "e2e/.env": "TOKEN=x\n" });
  await new Deno.Command("git", { args: ["init", "-q", repository] }).output();
  const { code, stderr } = await world.run(["check", repository]);
  assert.deepEqual([code, stderr.includes("set the token")], [2, true], stderr);
  await Deno.writeTextFile(`${repository}/.gitignore`, "");
  assert.equal((await world.run(["check", repository])).code, 0);
});

Deno.test("e2e check reports that the compose file was not checked when Docker is missing", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["check", await world.repository(webRepository())], {
    PATH: await world.pathWithout("docker"),
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Docker Compose is not installed here: the compose file was not checked$/m);
  assert.match(stdout, /^ {2}services +not checked$/m);
});

function bomb(): string {
  const levels = Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]`);
  return ["a0: &a0 [x, x, x, x]", ...levels].join("\n");
}
