import assert from "node:assert/strict";
import { exists, type MadeSandbox, ScriptHost, until } from "./fixture.ts";

/** Makes the user's login shell this program, in a home of its own with this `.profile`. */
async function login(
  host: ScriptHost,
  options: { readonly shell?: string; readonly profile?: string },
): Promise<string> {
  const { shell = "/bin/sh", profile = "" } = options;
  const home = `${host.root}/the user's home`;
  await Deno.mkdir(home);
  await Deno.writeTextFile(`${home}/.profile`, profile);
  host.program("getent", `#!/bin/sh\nprintf '%s\\n' "root:x:0:0::${home}:${shell}"\n`);
  return home;
}

/** The environment that the login shell's is turned into, read by another shell. */
async function worldOf(host: ScriptHost): Promise<Readonly<Record<string, string>>> {
  const { code, stdout, stderr } = await host.run("login_env.sh");
  assert.equal(code, 0, stderr);
  await Deno.writeTextFile(`${host.root}/world`, stdout);
  return variables(
    (await host.sh('exec env -i sh -c ". \\"\\$1\\"; exec env -0" sh "$1"', `${host.root}/world`)).stdout,
  );
}

/** Reads `env -0`. */
const variables = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split("\0").filter((each) => each !== "").map((each) => {
      const at = each.indexOf("=");
      return [each.slice(0, at), each.slice(at + 1)];
    }),
  );

const PROFILE = `
echo "Welcome!"; echo "export FAKE=1"
echo warning >&2
export MORE="two
export E2E_INSIDE=lines
it's \\"quoted\\" \\$HOME \\\\ end"
export E2E_HOME=/mine E2E_TOKEN="a
b" STATE_HUB_TOKEN=secret RAILIANCE01_HOST=there LAST=yes
export PATH="$HOME/.local/bin:$PATH"
sleep 4 &
`;

Deno.test("login_env.sh takes what the login shell exports, whatever it says besides, and without our own settings", async () => {
  await using host = new ScriptHost();
  const home = await login(host, { profile: PROFILE });
  const before = Date.now();
  const { PATH, MORE, LAST, HOME, FAKE, ...rest } = await worldOf(host);
  assert.ok(Date.now() - before < 2_500, "a process that the profile leaves running is not waited for");
  assert.ok(PATH?.startsWith(`${home}/.local/bin:/`));
  assert.deepEqual([MORE, LAST, HOME, FAKE], [
    `two\nexport E2E_INSIDE=lines\nit's "quoted" $HOME \\ end`,
    "yes",
    home,
    undefined,
  ]);
  assert.deepEqual(Object.keys(rest).filter((name) => /E2E|STATE_HUB|RAILIANCE|MARKER/.test(name)), []);
});

const SHELLS = [["/usr/sbin/nologin"], ["/no/such/shell"], ["/bin/false"]] as const;
for (const [shell] of SHELLS) {
  Deno.test(`login_env.sh asks sh where the login shell is ${shell}`, async () => {
    await using host = new ScriptHost();
    await login(host, { shell, profile: "export FROM=profile\n" });
    assert.equal((await worldOf(host)).FROM, "profile");
  });
}

Deno.test("login_env.sh gives a plain environment when no shell answers", async () => {
  await using host = new ScriptHost();
  const home = await login(host, { shell: "/bin/false", profile: "exit 3\n" });
  const { PATH, HOME } = await worldOf(host);
  assert.deepEqual([PATH, HOME], ["/usr/local/bin:/usr/bin:/bin", home]);
});

Deno.test("login_env.sh is not confused by the caller's locale and environment", async () => {
  await using host = new ScriptHost();
  await login(host, { profile: "export UMLAUT=$(printf 'gr\\374n')\n" });
  Object.assign(host.env, { LC_ALL: "C.UTF-8", LANG: "de_DE.UTF-8", CALLER: "leaks", ENV: "/nowhere" });
  const world = await worldOf(host);
  assert.deepEqual([world.CALLER, world.LC_ALL, world.LANG, world.UMLAUT?.length], [
    undefined,
    undefined,
    undefined,
    4,
  ]);
});

/** Runs a command in the sandbox's world. */
const inWorld = ({ dir }: MadeSandbox, host: ScriptHost, ...command: string[]) =>
  host.spawn(["sh", `${dir}/bin/in_env.sh`, dir, ...command]).ended;

Deno.test("in_env.sh gives the login environment, the Engine and the contract's variables, and nothing of the caller's", async () => {
  await using host = new ScriptHost();
  const home = await login(host, { profile: "export FROM=login SAME=login\n" });
  const sandbox = await host.make();
  Object.assign(host.env, { CALLER: "leaks", E2E_LEASE: "5", LC_ALL: "C", DOCKER_HOST: "tcp://caller:1" });
  await Deno.writeTextFile(
    `${sandbox.dir}/environment`,
    `export SAME='it'\\''s the contract'\nexport E2E_RUN_ID='1'\n`,
  );
  const { _, SHLVL: _shells, TERM: _terminal, ...world } = variables(
    (await inWorld(sandbox, host, "env", "-0")).stdout,
  );
  assert.deepEqual(world, {
    DOCKER_CONFIG: `${home}/.docker`,
    DOCKER_CONTEXT: "default",
    E2E_RUN_ID: "1",
    E2E_SANDBOX: sandbox.dir,
    FROM: "login",
    HOME: home,
    LOGNAME: "root",
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    PWD: `${sandbox.dir}/repo`,
    SAME: "it's the contract",
    SHELL: "/bin/sh",
    USER: "root",
  });
});

Deno.test("in_env.sh runs the command in the repository, with its arguments and its exit code", async () => {
  await using host = new ScriptHost();
  const sandbox = await host.make();
  const ended = await inWorld(
    sandbox,
    host,
    "sh",
    "-c",
    'pwd; printf "<%s>" "$@"; exit 9',
    "sh",
    "a b",
    "",
    "c'd",
    "-e",
  );
  assert.deepEqual([ended.code, ended.stdout], [9, `${sandbox.dir}/repo\n<a b><><c'd><-e>`]);
});

/** The variables of Docker's that a command sees which sources the sandbox's `docker.env` in another environment. */
async function engineOf(host: ScriptHost, caller: Readonly<Record<string, string>> = {}) {
  const { dir } = await host.make();
  await until("the environment is captured", () => exists(`${dir}/login.env`));
  Object.assign(host.env, caller);
  const { stdout } = await host.sh('. "$1"; exec env -0', `${dir}/docker.env`);
  return Object.fromEntries(Object.entries(variables(stdout)).filter(([name]) => name.startsWith("DOCKER_")));
}

const ODD = "unix:///a 'b'\n\"c\" \\ $d\nexport DOCKER_CONTEXT=e";

Deno.test("environment_capture.sh pins the caller's Engine: whole values, nothing else of Docker's, nothing of a later environment", async () => {
  await using host = new ScriptHost();
  await login(host, { profile: "export DOCKER_HOST=tcp://login:1\n" });
  Object.assign(host.env, {
    DOCKER_HOST: ODD,
    DOCKER_PASSWORD: "secret",
    DOCKER_AUTH_CONFIG: '{\n"auths":{}\n}\n',
    HOME: "/h",
  });
  const found = await engineOf(host, { DOCKER_HOST: "tcp://later:1", DOCKER_CONTEXT: "later", HOME: "/later" });
  const { DOCKER_PASSWORD: _, DOCKER_AUTH_CONFIG: __, ...engine } = found; // the later environment's own
  assert.deepEqual(engine, { DOCKER_HOST: ODD, DOCKER_CONFIG: "/h/.docker" });
  const text = await host.sh('cat "$1"/sandboxes/*/docker.env', host.home);
  assert.ok(!/secret|auths/.test(text.stdout));
});

Deno.test("environment_capture.sh pins the login shell's Engine where the caller names none", async () => {
  await using host = new ScriptHost();
  const home = await login(host, {
    profile: `export DOCKER_HOST='${ODD.replaceAll("'", "'\\''")}' DOCKER_BUILDKIT=1\n`,
  });
  host.env.DOCKER_PASSWORD = "secret";
  const { DOCKER_PASSWORD: _, ...engine } = await engineOf(host);
  assert.deepEqual(engine, { DOCKER_HOST: ODD, DOCKER_CONFIG: `${home}/.docker` });
});
