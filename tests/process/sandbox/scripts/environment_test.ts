import assert from "node:assert/strict";
import { exists, type MadeSandbox, ScriptHost, until } from "./fixture.ts";

/** Sets the user's login shell and `.profile`, in a new home directory. */
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

/** Runs `login_env.sh` and reads its output with another shell. */
async function loginEnvironment(host: ScriptHost): Promise<Readonly<Record<string, string>>> {
  const { code, stdout, stderr } = await host.run("login_env.sh");
  assert.equal(code, 0, stderr);
  await Deno.writeTextFile(`${host.root}/exports`, stdout);
  return variables(
    (await host.sh('exec env -i sh -c ". \\"\\$1\\"; exec env -0" sh "$1"', `${host.root}/exports`)).stdout,
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
sleep 300 &
echo "$!" >"$HOME/background"
`;

Deno.test("login_env.sh prints what the login shell exports, without its other output and the tool's own settings", async () => {
  await using host = new ScriptHost();
  const home = await login(host, { profile: PROFILE });
  const { PATH, MORE, LAST, HOME, FAKE, ...rest } = await loginEnvironment(host);
  const background = Number(await Deno.readTextFile(`${home}/background`));
  Deno.kill(background, "SIGKILL"); // throws when login_env.sh has waited for its end
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
  Deno.test(`login_env.sh uses sh when the login shell is ${shell}`, async () => {
    await using host = new ScriptHost();
    await login(host, { shell, profile: "export FROM=profile\n" });
    assert.equal((await loginEnvironment(host)).FROM, "profile");
  });
}

Deno.test("login_env.sh prints a minimal environment when no shell works", async () => {
  await using host = new ScriptHost();
  const home = await login(host, { shell: "/bin/false", profile: "exit 3\n" });
  const { PATH, HOME } = await loginEnvironment(host);
  assert.deepEqual([PATH, HOME], ["/usr/local/bin:/usr/bin:/bin", home]);
});

/** Start-up files after which the shell runs no command, and what the reason says. */
const STARTUPS = [
  ["sleep 600", "did not run a command within 15 s"],
  ["while :; do :; done", "did not run a command within 15 s"],
  ["exec sh -c 'setsid sleep 600'", "did not run a command within 15 s"],
  ["sleep 600 & exit", "did not run a command within 15 s"],
  ["exec fish", "runs no commands of a POSIX shell"],
  ["exit", "runs no commands of a POSIX shell"],
] as const;

Deno.test("login_env.sh ends, and prints the reason, when the start-up files hang or end the login shell", async () => {
  const found = await Promise.all(STARTUPS.map(async ([profile]) => {
    await using host = new ScriptHost();
    const home = await login(host, { profile });
    const { stdout } = await host.run("login_env.sh");
    const [reason, ...exports] = stdout.split("\n");
    assert.ok(exports.some((line) => line.startsWith("export HOME=")), stdout);
    await host.sh('grep -lszxF "HOME=$1" /proc/[0-9]*/environ | cut -d/ -f3 | xargs -r kill -9', home);
    return [profile, reason];
  }));
  assert.deepEqual(found, STARTUPS.map(([profile, reason]) => [profile, `# its login shell /bin/sh ${reason}`]));
});

Deno.test("login_env.sh ignores the caller's locale and environment", async () => {
  await using host = new ScriptHost();
  await login(host, { profile: "export UMLAUT=$(printf 'gr\\374n')\n" });
  Object.assign(host.env, { LC_ALL: "C.UTF-8", LANG: "de_DE.UTF-8", CALLER: "leaks", ENV: "/nowhere" });
  const environment = await loginEnvironment(host);
  assert.deepEqual([environment.CALLER, environment.LC_ALL, environment.LANG, environment.UMLAUT?.length], [
    undefined,
    undefined,
    undefined,
    4,
  ]);
});

/** Runs a command in the sandbox's environment. */
const inEnvironment = ({ dir }: MadeSandbox, host: ScriptHost, ...command: string[]) =>
  host.spawn(["sh", `${dir}/bin/in_env.sh`, dir, ...command]).ended;

Deno.test("in_env.sh sets the variables of the login shell, the Engine and the contract, and none of the caller's", async () => {
  await using host = new ScriptHost();
  const home = await login(host, { profile: "export FROM=login SAME=login\n" });
  const sandbox = await host.make();
  Object.assign(host.env, { CALLER: "leaks", E2E_LEASE: "5", LC_ALL: "C", DOCKER_HOST: "tcp://caller:1" });
  await Deno.writeTextFile(
    `${sandbox.dir}/environment`,
    `export SAME='it'\\''s the contract'\nexport E2E_RUN_ID='1'\n`,
  );
  const { _, SHLVL: _shells, TERM: _terminal, ...rest } = variables(
    (await inEnvironment(sandbox, host, "env", "-0")).stdout,
  );
  assert.deepEqual(rest, {
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
  const ended = await inEnvironment(
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

/** Reads the sandbox's `docker.env` in another environment, and returns Docker's variables. */
async function engineOf(host: ScriptHost, caller: Readonly<Record<string, string>> = {}) {
  const { dir } = await host.make();
  await until("the environment is captured", () => exists(`${dir}/login.env`));
  Object.assign(host.env, caller);
  const { stdout } = await host.sh('. "$1"; exec env -0', `${dir}/docker.env`);
  return Object.fromEntries(Object.entries(variables(stdout)).filter(([name]) => name.startsWith("DOCKER_")));
}

const ODD = "unix:///a 'b'\n\"c\" \\ $d\nexport DOCKER_CONTEXT=e";

Deno.test("environment_capture.sh selects the caller's Engine, without Docker's other variables", async () => {
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

Deno.test("environment_capture.sh selects the login shell's Engine when the caller selects none", async () => {
  await using host = new ScriptHost();
  const home = await login(host, {
    profile: `export DOCKER_HOST='${ODD.replaceAll("'", "'\\''")}' DOCKER_BUILDKIT=1\n`,
  });
  host.env.DOCKER_PASSWORD = "secret";
  const { DOCKER_PASSWORD: _, ...engine } = await engineOf(host);
  assert.deepEqual(engine, { DOCKER_HOST: ODD, DOCKER_CONFIG: `${home}/.docker` });
});
