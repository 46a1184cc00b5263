import assert from "node:assert/strict";
import { ScriptHost } from "./fixture.ts";
import { setShell, SHELLS } from "./shells.ts";

/** Names that in_env.sh or a shell uses itself. */
const NAMES = [
  "dir",
  "file",
  "rounds",
  "exports",
  "assignments",
  "reserved",
  "each",
  "UID",
  "EUID",
  "PPID",
  "SHELLOPTS",
  "IFS",
  "OPTIND",
  "PS4",
];

for (const shell of SHELLS) {
  Deno.test(`in_env.sh sets every variable of the contract and of the login shell, when sh is ${shell}`, async () => {
    await using host = new ScriptHost();
    setShell(host, shell);
    const { dir } = await host.make();
    const value = 'it\'s "a" $HOME \\ value';
    const lines = NAMES.map((name) => `export ${name}='it'\\''s "a" $HOME \\ value'\n`);
    await Deno.writeTextFile(`${dir}/login.env`, `export UID='7'\nexport dir="/nowhere"\nexport LOGIN="x"\n`);
    await Deno.writeTextFile(
      `${dir}/environment`,
      `${lines.join("")}export LINES2='one\nexport two\n'\nexport LAST='1'\n`,
    );
    const { code, stdout, stderr } = await host.spawn(["sh", `${dir}/bin/in_env.sh`, dir, "env", "-0"]).ended;
    assert.deepEqual([code, stderr], [0, ""]);
    const variables = new Map(
      stdout.split("\0").map((each) => [each.split("=")[0], each.slice(each.indexOf("=") + 1)]),
    );
    for (const name of NAMES) assert.deepEqual([name, variables.get(name)], [name, value]);
    const rest = ["LOGIN", "LINES2", "LAST", "PWD"].map((name) => variables.get(name));
    assert.deepEqual(rest, ["x", "one\nexport two\n", "1", `${dir}/repo`]);
  });
}
