import assert from "node:assert/strict";
import { World } from "../fixture.ts";

const LOCAL = ["--host", "local"];

const WRONG = [
  { args: ["histroy"], says: ['Unknown command "histroy": did you mean "e2e history"?', "e2e --help"] },
  { args: ["dwon", "--all"], says: ['Unknown command "dwon": did you mean "e2e down"?'] },
  { args: ["helo"], says: ['Cannot find repository "helo"', 'did you mean "hello", or the command "e2e shell"?'] },
  { args: ["retest", ...LOCAL], says: ["No sandbox given", "e2e retest --help"] },
  { args: ["open", ...LOCAL], says: ["No sandbox given", "e2e open --help"] },
  { args: ["exec", "a", ...LOCAL], says: ["Expected a sandbox and a service", "e2e exec --help"] },
  { args: ["completions"], says: ["No shell given: expected bash, zsh or fish", "e2e completions --help"] },
  { args: ["completions", "tcsh"], says: ['"tcsh"', "e2e completions --help"] },
  { args: ["ps", "--jsn", ...LOCAL], says: ["--jsn", "--json", "e2e ps --help"] },
  { args: ["run"], says: ["No repository given", "e2e run --help"] },
  { args: ["run", ...LOCAL], says: ["No repository given", "e2e run --help"] },
  { args: ["check"], says: ["No repository given", "e2e check --help"] },
  { args: ["show"], says: ["No run given", "e2e show --help"] },
  { args: ["shell", ...LOCAL], says: ["No sandbox given", "e2e shell --help"] },
  { args: ["logs", ...LOCAL], says: ["No sandbox or run given", "e2e logs --help"] },
  { args: ["show", "a", "b"], says: ["b", "e2e show --help"] },
  { args: ["ps"], says: ["No host given", "--host local"] },
  { args: ["down", "x"], says: ["No host given", "--host local"] },
] as const;

for (const { args, says } of WRONG) {
  Deno.test(`e2e ${args.join(" ")} ends with 2 and reports what it expected`, async () => {
    await using world = new World();
    const { code, stdout, stderr } = await world.run(args, { RAILIANCE01_HOST: "" });
    assert.deepEqual([code, stdout], [2, ""], stderr);
    for (const text of [...says, "hint: "]) assert.ok(stderr.includes(text), `"${text}" is missing:\n${stderr}`);
  });
}

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
