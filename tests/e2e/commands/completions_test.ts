import assert from "node:assert/strict";
import { join } from "node:path";
import { Screen } from "../../process/report/screen.ts";
import { webRepository, World } from "../fixture.ts";

/** Each shell, without a user's configuration. */
const SHELLS = {
  bash: { args: ["--norc", "--noprofile"], setUp: 'PS1="% "; eval "$(e2e completions bash)"' },
  zsh: { args: ["-f"], setUp: 'PS1="%% "; autoload -U compinit; compinit -u -D; eval "$(e2e completions zsh)"' },
  fish: { args: ["--no-config"], setUp: "function fish_prompt; echo '% '; end; e2e completions fish | source" },
} as const;

/** What is typed before the Tab, and the completed line. ID is the kept run's short id. */
const TYPED: readonly (readonly [typed: string, line: string])[] = [
  ["e2e rete", "e2e retest"],
  ["e2e shop-of", "e2e shop-of-ana"],
  ["e2e run shop-of", "e2e run shop-of-ana"],
  ["e2e run ./shop-of", "e2e run ./shop-of-ana"],
  ["e2e cron rem", "e2e cron remove"],
  ["e2e cron install shop-of", "e2e cron install shop-of-ana"],
  ["e2e ps --js", "e2e ps --json"],
  ["e2e retest ID4", "e2e retest ID"],
  ["e2e show ID4", "e2e show ID"],
  ["e2e logs ID w", "e2e logs ID web"],
  ["e2e ps --host kept-ho", "e2e ps --host kept-host"],
  ["e2e ps --host=kept-ho", "e2e ps --host=kept-host"],
];

for (const [shell, { args, setUp }] of Object.entries(SHELLS)) {
  const program = ["/bin", "/usr/bin", "/usr/local/bin"].map((place) => join(place, shell)).find(isThere);
  // CI must have it.
  const ignore = program === undefined && Deno.env.get("CI") !== "true";
  Deno.test(
    { name: `e2e completions complete in ${shell}${ignore ? " (it is not installed)" : ""}`, ignore },
    async () => {
      assert.ok(program !== undefined, `${shell} is not installed`);
      await using world = new World();
      const id = await keptRun(world);
      await using screen = new Screen(args, { ...await surroundings(world), program });
      screen.type(` ${setUp}; clear; echo re''ady\r`);
      await screen.until(/^ready$/m);
      for (const [typed, line] of TYPED) {
        const text = typed.replace(/ID4/, id.slice(0, 4)).replace("ID", id);
        screen.type(`${text}\t`);
        await screen.until(new RegExp(`^% ${line.replace("ID", id)}/?$`, "m"));
        screen.type("\x15"); // Ctrl-U clears the line
        await screen.until(/^%$/m);
      }
      screen.type("\x04");
      await screen.ended;
      assert.equal((await world.run(["down", "--all", "--host", "local"])).code, 0);
    },
  );
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function keptRun(world: World): Promise<string> {
  const repository = await world.repository(webRepository({ name: "shop-of-ana" }), "shop-of-ana");
  const { code, stderr } = await world.run([repository, "--keep", "--host", "local"]);
  assert.equal(code, 0, stderr);
  return (await world.result()).project.slice(-8);
}

/** Makes a home with an ssh configuration, and puts `e2e` on PATH. */
async function surroundings(world: World) {
  const bin = join(world.root, "bin"), ssh = join(world.root, ".ssh");
  await Promise.all([Deno.mkdir(bin), Deno.mkdir(ssh)]);
  await Deno.writeTextFile(join(ssh, "config"), "Host *.lab !x\n  Port 2222\nHost kept-host\n  HostName 192.0.2.1\n");
  const quoted = world.command.map((word) => `'${word}'`).join(" ");
  await Deno.writeTextFile(join(bin, "e2e"), `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  const cache = Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME") ?? "/", ".cache/deno");
  const own = { HOME: world.root, DENO_DIR: cache, PATH: `${bin}:${Deno.env.get("PATH")}`, LC_ALL: "C.UTF-8" };
  return { columns: 100, rows: 30, cwd: world.root, env: { ...Deno.env.toObject(), ...world.env, ...own } };
}
