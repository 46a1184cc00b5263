import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { exec } from "../../lib/host/exec.ts";
import { type Result, resultSchema } from "../../lib/result/result.ts";

const CLI = join(import.meta.dirname ?? "", "../../cli.ts");

/** Where Deno keeps what it downloaded, for tests with a HOME of their own: they are none of the network. */
export const DENO_DIR = Deno.env.get("DENO_DIR") ?? join(Deno.env.get("HOME") ?? "", ".cache/deno");

/** How the tool ended as a program. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A started tool. */
export interface Started {
  readonly pid: number;
  /** Resolves when standard error holds the text; fails when the tool ends before. */
  readonly says: (text: string) => Promise<void>;
  /** The first group of a pattern, once standard error matches it. */
  readonly matches: (pattern: RegExp) => Promise<string>;
  /** The same for standard output. */
  readonly prints: (text: string) => Promise<void>;
  /** What has come on standard output so far. */
  readonly printed: () => string;
  readonly ended: Promise<Ended>;
}

/** A place of its own for one test: repositories, the tool's state, and a host's `E2E_HOME`. */
export class World implements AsyncDisposable {
  readonly root: string;
  readonly home: string;
  readonly state: string;
  /** Variables for every call of the tool. */
  readonly env: Record<string, string>;
  /** The tool as a command. */
  readonly command: readonly [string, ...string[]] = [Deno.execPath(), "run", "-A", "--no-lock", CLI];

  constructor() {
    this.root = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "e2e-world-" }));
    Deno.chmodSync(this.root, 0o755);
    this.home = join(this.root, "home");
    this.state = join(this.root, "state");
    this.env = {
      E2E_HOME: this.home,
      XDG_STATE_HOME: this.state,
      NO_COLOR: "1",
      STATE_HUB_URL: "none",
      GITHUB_ACTIONS: "",
    };
  }

  /** Writes a repository; keys are paths, a value `-> x` makes a link, a path that ends in `!` an executable file. */
  async repository(files: Readonly<Record<string, string>>, name = "repo"): Promise<string> {
    const root = join(this.root, name);
    for (const [key, content] of Object.entries(files)) {
      const path = join(root, key.replace(/!$/, ""));
      await Deno.mkdir(dirname(path), { recursive: true });
      if (content.startsWith("-> ")) await Deno.symlink(content.slice(3), path);
      else await Deno.writeTextFile(path, content, { mode: key.endsWith("!") ? 0o755 : 0o644 });
    }
    return root;
  }

  /** A PATH on which everything of the usual places is found but `missing`; `stubs` are programs of its own, by name. */
  async pathWithout(missing: string, stubs: Readonly<Record<string, string>> = {}): Promise<string> {
    const bin = await Deno.makeTempDir({ dir: this.root, prefix: "bin-" });
    await Deno.chmod(bin, 0o755);
    for (const [name, text] of Object.entries(stubs)) await Deno.writeTextFile(join(bin, name), text, { mode: 0o755 });
    for (const place of ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]) {
      for await (const name of directory(place)) {
        if (name !== missing) await Deno.symlink(join(place, name), join(bin, name)).catch(() => {});
      }
    }
    return bin;
  }

  /** Starts the tool; `input` is what it reads, nothing by default. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ""): Started {
    const [program, ...before] = this.command;
    const child = new Deno.Command(program, {
      args: [...before, ...args],
      cwd: this.root,
      env: { ...this.env, ...env },
      stdin: input === "" ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    if (input !== "") void new Blob([input]).stream().pipeTo(child.stdin);
    const stdout = reader(child.stdout), stderr = reader(child.stderr);
    const ended = (async () => {
      const { code } = await child.status;
      return { code, stdout: await stdout.all, stderr: await stderr.all };
    })();
    return {
      pid: child.pid,
      says: stderr.says,
      matches: stderr.matches,
      prints: stdout.says,
      printed: stdout.soFar,
      ended,
    };
  }

  /** Runs the tool to its end. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ""): Promise<Ended> {
    return this.start(args, env, input).ended;
  }

  /** The results of all runs in this world that have one, the oldest first, each checked against the schema. */
  async results(): Promise<readonly Result[]> {
    const runs = join(this.state, "e2e", "runs");
    const ids = (await Array.fromAsync(directory(runs))).sort();
    const texts = await Promise.all(ids.map((id) => Deno.readTextFile(join(runs, id, "result.json")).catch(() => "")));
    return texts.filter((text) => text !== "").map((text) => resultSchema.parse(JSON.parse(text)));
  }

  /** The result of the only run. */
  async result(): Promise<Result> {
    const [result, ...others] = await this.results();
    assert.ok(result !== undefined && others.length === 0, "expected one run");
    return result;
  }

  /** What of this world's sandboxes is still there: containers, networks, volumes, images, directories, processes. */
  async inventory(): Promise<readonly string[]> {
    const mine = (lines: string) => lines.split("\n").filter((line) => line.includes(`${this.home}/`));
    const label = '{{.Label "dev.custodian.e2e.sandbox"}}';
    const ask = (kind: string, ...args: string[]) => exec(["docker", ...args, "--format", `${kind} {{.ID}} ${label}`]);
    const asked = await Promise.all([
      ask("container", "ps", "-a"),
      ask("network", "network", "ls"),
      exec(["docker", "volume", "ls", "--format", `volume {{.Name}} ${label}`]),
      exec([
        "sh",
        "-c",
        // An image may vanish between the two questions.
        "docker images -aq --filter label=dev.custodian.e2e.sandbox | sort -u | while read -r image; do docker image inspect --format 'image {{.Id}} {{index .Config.Labels \"dev.custodian.e2e.sandbox\"}}' $image || true; done",
      ]),
      exec([
        "sh",
        "-c",
        'grep -lszF "E2E_SANDBOX=$1/" /proc/[0-9]*/environ | sed "s#.*#process & $1/#" || true',
        "sh",
        this.home,
      ]),
    ]);
    asked.forEach(({ code, stderr }) => assert.equal(code, 0, stderr));
    const sandboxes = (await Array.fromAsync(directory(join(this.home, "sandboxes")))).map((name) =>
      `directory ${name}`
    );
    return [...asked.flatMap(({ stdout }) => mine(stdout)), ...sandboxes];
  }

  /** Resolves when the condition holds; fails after `timeoutMs`. */
  async until(what: string, condition: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
    const end = Date.now() + timeoutMs;
    while (!await condition()) {
      assert.ok(Date.now() < end, `waited in vain: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Nothing may be left of any sandbox, whatever the test did. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      assert.deepEqual(await this.inventory(), []);
    } finally {
      await exec(["sh", "-c", 'rm -rf "$1"', "sh", this.root]);
    }
  }
}

async function* directory(path: string): AsyncGenerator<string> {
  try {
    for await (const { name } of Deno.readDir(path)) yield name;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Reads a stream to its end, and reports when a text has arrived. */
function reader(stream: ReadableStream<Uint8Array>) {
  let text = "", over = false;
  const waiting = new Set<() => void>();
  const all = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      waiting.forEach((wake) => wake());
    }
    over = true;
    waiting.forEach((wake) => wake());
    return text;
  })();
  const says = async (wanted: string) => {
    await holds(wanted, () => text.includes(wanted));
  };
  const matches = async (pattern: RegExp) => {
    await holds(`${pattern}`, () => pattern.test(text));
    return pattern.exec(text)?.[1] ?? "";
  };
  const holds = async (wanted: string, condition: () => boolean) => {
    while (!condition()) {
      assert.ok(!over, `the tool ended without saying "${wanted}":\n${text}`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
      });
    }
  };
  return { all, says, matches, soFar: () => text };
}

/** A compose file with one web server, and what else is given for the service. */
export function webCompose(more = ""): string {
  return `services:\n  web:\n    image: busybox:stable\n    init: true\n    command: sh -c "echo hello > /tmp/index.html; httpd -f -p 8080 -h /tmp"\n    ports: ["8080:8080"]\n${more}`;
}

/** A contract with private ports and one check; `more` replaces or adds keys. */
export function contract(more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    name: "web",
    compose_file: "e2e/compose.yml",
    health_checks: [{ name: "web", url: "http://localhost:8080/", timeout: 20 }],
    test_command: "echo tested",
    timeout: 60,
    cleanup: "always",
    ports: "private",
    ...more,
  });
}

/** The files of a repository with a web server; `more` replaces or adds keys of the contract. */
export function webRepository(
  more: Readonly<Record<string, unknown>> = {},
  compose = webCompose(),
): Record<string, string> {
  return { "e2e/e2e.yml": contract(more), "e2e/compose.yml": compose };
}
