import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { TEMPLATES } from "../../../lib/init/templates.ts";
import { Screen } from "../report/screen.ts";

const CLI = join(import.meta.dirname ?? "", "../../../cli.ts");
const MOD = join(import.meta.dirname ?? "", "../../../mod.ts");
const COMPOSE = "services: {web: {image: 'busybox:stable', ports: ['8080:80']}}\n";

class Place implements AsyncDisposable {
  readonly root = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "e2e-init-" }));

  async files(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(join(this.root, path, ".."), { recursive: true });
      await Deno.writeTextFile(join(this.root, path), text);
    }
  }

  init(...args: readonly string[]) {
    return this.as([], ...args);
  }

  as(before: readonly string[], ...args: readonly string[]) {
    return this.sh(`exec "$@"`, ...before, Deno.execPath(), "run", "-A", "--no-lock", CLI, "init", ...args);
  }

  sh(script: string, ...args: readonly string[]) {
    return exec(["sh", "-c", `cd "$0" && unset RAILIANCE01_HOST; ${script}`, this.root, ...args]);
  }

  read(path: string): Promise<string> {
    return Deno.readTextFile(join(this.root, path));
  }

  /** The paths of all files and folders. */
  async tree(): Promise<readonly string[]> {
    return (await this.sh("find . -not -name . | sort")).stdout.split("\n").filter((line) => line !== "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}

Deno.test("e2e init writes missing files, links the compose file and prints the next command", async () => {
  await using place = new Place();
  await place.files({ "docker-compose.yml": COMPOSE });
  const { code, stdout, stderr } = await place.init();
  assert.deepEqual([code, stdout], [0, ""]);
  for (const path of ["e2e/e2e.yml", "e2e/compose.yml", "e2e/tests/smoke.sh", "e2e/run-on-host.sh"]) {
    assert.match(stderr, new RegExp(`^wrote +${path}$`, "m"));
  }
  assert.match(stderr, /\nnext: e2e check \. && e2e run \. --host local\n$/);
  assert.equal(await Deno.readLink(join(place.root, "e2e/compose.yml")), "../docker-compose.yml");
  assert.equal((await Deno.stat(join(place.root, "e2e/run-on-host.sh"))).mode! & 0o111, 0o111);
});

Deno.test("e2e init keeps existing files, and reports them; --force replaces them, never through a link", async () => {
  await using place = new Place();
  await place.files({ "docker-compose.yml": COMPOSE, "e2e/e2e.yml": "mine\n", "elsewhere": "mine too\n" });
  await Deno.mkdir(join(place.root, "e2e/tests"));
  await Deno.symlink("../../elsewhere", join(place.root, "e2e/tests/smoke.sh"));
  const first = await place.init();
  assert.match(first.stderr, /^kept +e2e\/e2e.yml$/m);
  assert.match(first.stderr, /^wrote +e2e\/compose.yml$/m);
  assert.deepEqual([await place.read("e2e/e2e.yml"), await place.read("elsewhere")], ["mine\n", "mine too\n"]);
  const forced = await place.init("--force");
  assert.match(forced.stderr, /^replaced +e2e\/e2e.yml$/m);
  assert.match(forced.stderr, /^kept +e2e\/compose.yml$/m);
  assert.match(await place.read("e2e/e2e.yml"), /^name: e2e-init-/m);
  assert.match(await place.read("e2e/tests/smoke.sh"), /^#!\/bin\/sh/);
  assert.deepEqual([await place.read("elsewhere"), await place.read("docker-compose.yml")], ["mine too\n", COMPOSE]);
});

Deno.test("e2e init adds result files to .gitignore, once, and only in a Git repository", async () => {
  await using place = new Place();
  await place.files({ "pyproject.toml": "", ".gitignore": "*.pyc" });
  await place.init();
  assert.equal(await place.read(".gitignore"), "*.pyc");
  await place.sh("git init -q && rm -r e2e");
  assert.match((await place.init()).stderr, /^added to +\.gitignore$/m);
  await place.init();
  assert.equal(await place.read(".gitignore"), "*.pyc\n/e2e/junit.xml\n");
});

Deno.test("e2e init --dry-run prints the files and writes nothing", async () => {
  await using place = new Place();
  await place.files({ "docker-compose.yml": COMPOSE });
  const { code, stdout } = await place.init("--dry-run");
  assert.equal(code, 0);
  for (const text of ["==> e2e/e2e.yml <==\n", "\n==> e2e/compose.yml -> ../docker-compose.yml <==", "#!/bin/sh"]) {
    assert.ok(stdout.includes(text), text);
  }
  assert.deepEqual(await place.tree(), ["./docker-compose.yml"]);
});

Deno.test("e2e init exits quietly when its output is closed", async () => {
  await using place = new Place();
  const script = `{ "$@"; echo "code $?" >&2; } | head -n 1`;
  const { stdout, stderr } = await place.sh(
    script,
    Deno.execPath(),
    "run",
    "-A",
    "--no-lock",
    CLI,
    "init",
    "--dry-run",
  );
  assert.equal(stdout, "==> e2e/e2e.yml <==\n");
  assert.match(stderr, /code 0\n$/);
  assert.doesNotMatch(stderr, /bug|rror/);
});

Deno.test("e2e init --list names every template", async () => {
  await using place = new Place();
  const { code, stdout } = await place.init("--list");
  assert.equal(code, 0);
  assert.deepEqual(stdout.trimEnd().split("\n").map((line) => line.split(" ")[0]), Object.keys(TEMPLATES));
});

Deno.test("mod.ts init is e2e init", async () => {
  await using place = new Place();
  const { code, stderr } = await place.sh(`exec "$@"`, Deno.execPath(), "run", "-A", "--no-lock", MOD, "init");
  assert.deepEqual([code, (await place.tree()).includes("./e2e/e2e.yml")], [0, true], stderr);
});

const mistakes: readonly { readonly args: readonly string[]; readonly says: readonly RegExp[] }[] = [
  { args: ["nowhere"], says: [/expected a directory, found nothing/, /^hint: /m] },
  { args: ["file"], says: [/expected a directory, found a file/] },
  { args: ["taken"], says: [/Cannot write ".*taken\/e2e\/e2e.yml"/] },
  { args: ["--template", "nod"], says: [/node/] },
  { args: ["--forse"], says: [/--force/] },
];

for (const { args, says } of mistakes) {
  Deno.test(`e2e init ${args.join(" ")} is refused as a wrong argument`, async () => {
    await using place = new Place();
    await place.files({ file: "", "taken/e2e": "" });
    const { code, stderr } = await place.init(...args);
    assert.equal(code, 2, stderr);
    for (const text of says) assert.match(stderr, text);
    assert.doesNotMatch(stderr, /bug/);
    assert.deepEqual(await place.tree(), ["./file", "./taken", "./taken/e2e"]);
  });
}

const walls: Readonly<Record<string, readonly string[]>> = {
  "no write permission": ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"],
  "a read-only file system": [
    "unshare",
    "-m",
    "sh",
    "-c",
    `mount --bind . . && mount -o remount,ro,bind . && exec "$@"`,
    "sh",
  ],
};

for (const [name, before] of Object.entries(walls)) {
  Deno.test({
    name: `e2e init reports what it cannot write: ${name}`,
    ignore: Deno.uid() !== 0, // Only root can make a file system read-only, or give up the right to write anywhere.
    fn: async () => {
      await using place = new Place();
      await Deno.chmod(place.root, 0o555);
      const { code, stderr } = await place.as(before, place.root);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^Cannot write ".*\/e2e\/e2e.yml": .*(denied|Read-only)/);
      assert.deepEqual(await place.tree(), []);
    },
  });
}

Deno.test("e2e init accepts names with spaces and in other scripts", async () => {
  await using place = new Place();
  await place.files({ "Été ☂ shop/my stack/compose.yml": COMPOSE });
  const { code, stderr } = await place.init("Été ☂ shop");
  assert.equal(code, 0, stderr);
  assert.match(await place.read("Été ☂ shop/e2e/e2e.yml"), /^name: ete-shop$/m);
  assert.equal(await place.read("Été ☂ shop/e2e/compose.yml"), COMPOSE);
  assert.match(stderr, /next: e2e check 'Été ☂ shop' && e2e run 'Été ☂ shop' --host local/);
});

const asked = { "compose.yml": COMPOSE, "infra/docker-compose.dev.yml": COMPOSE };
const screen = (place: Place, columns: number) =>
  new Screen(["run", "-A", "--no-lock", CLI, "init"], { columns, rows: 30, cwd: place.root });

Deno.test("e2e init asks on a terminal which of several compose files to use", async () => {
  await using place = new Place();
  await place.files(asked);
  await using terminal = screen(place, 40);
  await terminal.until("[1]");
  terminal.type("9\r2\r");
  assert.equal(await terminal.ended, 0);
  assert.equal(await Deno.readLink(join(place.root, "e2e/compose.yml")), "../infra/docker-compose.dev.yml");
});

for (const [key, byte] of Object.entries({ "Ctrl-C": "\u0003", "Ctrl-D": "\u0004" })) {
  Deno.test(`e2e init writes nothing after ${key}`, async () => {
    await using place = new Place();
    await place.files(asked);
    await using terminal = screen(place, 80);
    await terminal.until("[1]");
    terminal.type(byte);
    assert.equal(await terminal.ended, 130);
    assert.deepEqual(await place.tree(), ["./compose.yml", "./infra", "./infra/docker-compose.dev.yml"]);
  });
}

Deno.test("e2e init chooses the most likely compose file without a terminal", async () => {
  await using place = new Place();
  await place.files(asked);
  const { stderr } = await place.init();
  assert.match(stderr, /note: compose\.yml was chosen from 2 compose files; others: infra\/docker-compose\.dev\.yml/);
});
