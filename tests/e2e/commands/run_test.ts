import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { contract, webRepository, World } from "../fixture.ts";

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

function bomb(): string {
  const levels = Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]`);
  return ["a0: &a0 [x, x, x, x]", ...levels].join("\n");
}
