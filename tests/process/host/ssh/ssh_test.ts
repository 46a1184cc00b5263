import assert from "node:assert/strict";
import { exec } from "../../../../lib/host/exec.ts";
import { ssh } from "../../../../lib/host/ssh/ssh.ts";
import { sshTrouble } from "../../../../lib/host/ssh/ssh_trouble.ts";
import type { Transport } from "../../../../lib/host/transport.ts";
import { type Sshd, type SshdOptions, startSshd } from "../../../../tools/lab/sshd.ts";

const sh = (script: string, ...args: string[]) => ["sh", "-c", script, "sh", ...args] as const;

interface Setting extends SshdOptions {
  readonly host?: string;
}

/** Runs a test against a real sshd; the connection is closed afterwards, and its socket must be gone. */
async function over(setting: Setting, test: (transport: Transport, sshd: Sshd) => Promise<void>): Promise<void> {
  await using sshd = await startSshd(setting);
  const transport = ssh(sshd.host, { patienceMs: 8_000 });
  try {
    await test(transport, sshd);
  } finally {
    await transport.close();
  }
  assert.equal(await masters(sshd), "", "a connection was left open");
}

/** Lists the tool's open connections. */
async function masters({ host }: Sshd): Promise<string> {
  return (await exec(sh('pgrep -f "[s]sh .*-M -S .* $1 " || true', host))).stdout;
}

const TROUBLES:
  readonly (readonly [name: string, setting: Setting, break_: (sshd: Sshd) => Promise<unknown>, says: RegExp])[] = [
    ["the name cannot be resolved", { host: "nowhere.invalid" }, () => Promise.resolve(), /name cannot be resolved/],
    [
      "the account has no shell",
      { server: "ForceCommand echo This account is not available; false" },
      () => Promise.resolve(),
      /runs no commands of a POSIX shell/,
    ],
    [
      "the key is not known there",
      {},
      (sshd) => Deno.writeTextFile(`${sshd.dir}/authorized_keys`, ""),
      /permission denied/,
    ],
    ["the host is not known", {}, (sshd) => Deno.writeTextFile(`${sshd.dir}/known_hosts`, ""), /host key is not known/],
    [
      "the host's key has changed",
      {},
      async (sshd) => {
        const known = await Deno.readTextFile(`${sshd.dir}/known_hosts`);
        const other = (await Deno.readTextFile(`${sshd.dir}/user.pub`)).split(" ")[1] ?? "";
        await Deno.writeTextFile(`${sshd.dir}/known_hosts`, known.replace(/\S+\n$/, `${other}\n`));
      },
      /host key has changed/,
    ],
    ["no sshd listens", {}, (sshd) => sshd.stop(), /connection refused/],
  ];
for (const [name, setting, break_, says] of TROUBLES) {
  Deno.test(`ssh() reports the reason when ${name}`, async () => {
    await using sshd = await startSshd(setting);
    await break_(sshd);
    const host = setting.host ?? sshd.host;
    const transport = ssh(host, { patienceMs: 8_000 });
    const result = await transport.run(sh("true"));
    await transport.close();
    assert.equal(result.kind, "lost");
    assert.match(sshTrouble(host, result.stderr).message, says);
  });
}

/** Start-up files of bash after which it runs no command: it waits, becomes another program, or ends. */
const STARTUPS = [
  "exec fish",
  "exec zsh",
  "exec sh -i",
  "read -r answer",
  "exit",
  "exit 3",
];

Deno.test("ssh() ends, and reports the login shell, when its start-up files hang or end it", async () => {
  const ended = await Promise.all(STARTUPS.map(async (text) => {
    await using sshd = await startSshd(await startup(text));
    const transport = ssh(sshd.host, { patienceMs: 60_000 });
    const result = await transport.run(sh("true"));
    await transport.close();
    return [text, result.kind, sshTrouble(sshd.host, result.stderr).message.replace(sshd.host, "lab")];
  }));
  const message = "Cannot reach lab: its login shell runs no commands of a POSIX shell";
  assert.deepEqual(ended, STARTUPS.map((text) => [text, "lost", message]));
});

Deno.test("ssh() waits for start-up files that take some seconds", async () => {
  await over(await startup("sleep 6"), async (host) => {
    assert.equal((await host.run(sh("echo up"))).stdout, "up\n");
  });
});

Deno.test("ssh() ends all commands at once when it is cancelled while the connection is opened", async () => {
  await using sshd = await startSshd(await startup("exec cat"));
  const cancel = new AbortController(), transport = ssh(sshd.host, { patienceMs: 60_000, signal: cancel.signal });
  const running = [transport.run(sh("true")), transport.push(sshd.dir, "/nowhere")];
  cancel.abort();
  assert.deepEqual((await Promise.all(running)).map(({ kind }) => kind), ["cancelled", "cancelled"]);
  await transport.close();
  assert.equal(await masters(sshd), "");
});

/** Makes a server on which bash reads a text before each command. Source: bash(1), INVOCATION. */
async function startup(text: string): Promise<SshdOptions> {
  const home = await Deno.makeTempDir();
  await Deno.writeTextFile(`${home}/.bashrc`, text);
  return { server: `SetEnv HOME=${home}` };
}

Deno.test("ssh() reports a server that does not go on after the connection", async () => {
  await Promise.all(["", "SSH-2.0-Silent\r\n"].map(async (banner) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const accepting = (async () => {
      const connection = await listener.accept();
      await connection.write(new TextEncoder().encode(banner));
      return connection;
    })();
    const host = `ssh://127.0.0.1:${listener.addr.port}`, transport = ssh(host, { patienceMs: 60_000 });
    const result = await transport.run(sh("true"));
    await transport.close();
    (await accepting).close();
    assert.equal(result.kind, "lost");
    assert.match(sshTrouble("lab", result.stderr).message, /^Cannot reach lab: .*(does not answer|stopped answering)$/);
  }));
});

Deno.test("ssh() overrides a user's own RemoteCommand, RequestTTY and forwardings", async () => {
  const client =
    "  RequestTTY force\n  RemoteCommand echo mine\n  LocalForward 127.0.0.1:1 127.0.0.1:1\n  ControlMaster auto\n  ControlPath /nowhere/%h\n";
  await over({ client }, async (host) => {
    assert.deepEqual((await host.run(sh("echo mine is better"))).stdout, "mine is better\n");
  });
});

Deno.test("ssh() ignores a banner", async () => {
  const banner = await Deno.makeTempFile();
  await Deno.writeTextFile(banner, "Authorized use only!\n");
  await over({ server: `Banner ${banner}` }, async (host) => {
    assert.deepEqual(await host.run(sh("echo up")), { kind: "exited", code: 0, stdout: "up\n", stderr: "" });
  });
  await Deno.remove(banner);
});

Deno.test("ssh() reports a server that allows only one session per connection", async () => {
  await over({ server: "MaxSessions 1" }, async (host) => {
    const { kind, stderr } = await host.run(sh("true"));
    assert.equal(kind, "lost");
    assert.match(sshTrouble("lab", stderr).hint, /MaxSessions/);
  });
});

Deno.test("ssh() opens a lost connection again, and starts the commands that were running again", async () => {
  await over({}, async (host, sshd) => {
    assert.equal((await host.run(sh("echo one"))).stdout, "one\n");
    const running = host.run(sh("sleep 1; echo two"));
    await sshd.stop();
    await sshd.start();
    assert.equal((await running).stdout, "two\n");
  });
});

Deno.test("ssh() reports a lost connection to a caller that continues by itself", async () => {
  await over({}, async (host, sshd) => {
    let seen = () => {};
    const up = new Promise<void>((resolve) => seen = resolve);
    const running = host.run(sh("echo up; sleep 60"), { once: true, onStdout: () => seen() });
    await up;
    await sshd.stop();
    assert.equal((await running).kind, "lost");
    await sshd.start();
    assert.equal((await host.run(sh("echo again"))).stdout, "again\n");
  });
});

Deno.test("ssh() gives up when the host is away for longer than patienceMs", async () => {
  await over({}, async (host, sshd) => {
    assert.equal((await host.run(sh("true"))).code, 0);
    await sshd.stop();
    const from = performance.now();
    const result = await host.run(sh("true"));
    assert.equal(result.kind, "lost");
    assert.ok(performance.now() - from > 2_000);
  });
});

Deno.test("ssh() leaves no connection open when the tool is killed", async () => {
  await using sshd = await startSshd();
  const script = `const { ssh } = await import(${
    JSON.stringify(import.meta.resolve("../../../../lib/host/ssh/ssh.ts"))
  });
    const host = ssh(${JSON.stringify(sshd.host)}, { patienceMs: 1000 });
    await host.run(["sh", "-c", "true"]); console.log("up"); await host.run(["sh", "-c", "sleep 60"]);`;
  const child = new Deno.Command(Deno.execPath(), { args: ["eval", script], stdout: "piped", stderr: "null" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  assert.notEqual(await masters(sshd), "");
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  for (let tries = 0; await masters(sshd) !== ""; tries++) {
    assert.ok(tries < 100, "the connection outlived the tool");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});

Deno.test("ssh() removes the socket directory of a killed process, and keeps that of a running one", async () => {
  const runtime = await Deno.makeTempDir({ dir: "/tmp" }), before = Deno.env.get("XDG_RUNTIME_DIR");
  const names = () => [...Deno.readDirSync(runtime)].map(({ name }) => name);
  Deno.env.set("XDG_RUNTIME_DIR", runtime);
  try {
    await over({}, async (_, { host }) => {
      const [own] = names();
      const program = `import { ssh } from "${import.meta.resolve("../../../../lib/host/ssh/ssh.ts")}";
        console.log((await ssh("${host}", { patienceMs: 1000 }).run(["sh", "-c", "echo open"])).stdout);
        setInterval(() => {}, 1000);`;
      const other = new Deno.Command(Deno.execPath(), { args: ["eval", program], stdout: "piped" }).spawn();
      const output = other.stdout.getReader();
      await output.read();
      await output.cancel();
      assert.equal(names().length, 2);
      other.kill("SIGKILL");
      await other.status;
      assert.equal(names().length, 2);
      const untilMs = Date.now() + 10_000; // its master ends a moment later
      while (names().length > 1 && Date.now() < untilMs) {
        const third = ssh(host, { patienceMs: 1_000 });
        await third.run(["sh", "-c", "true"]);
        await third.close();
      }
      assert.deepEqual(names(), [own]);
    });
  } finally {
    if (before === undefined) Deno.env.delete("XDG_RUNTIME_DIR");
    else Deno.env.set("XDG_RUNTIME_DIR", before);
    await Deno.remove(runtime, { recursive: true });
  }
});
