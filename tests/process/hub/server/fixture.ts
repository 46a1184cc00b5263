import assert from "node:assert/strict";

const cli = new URL("../../../../cli.ts", import.meta.url).pathname;

/** A hub in another process. */
export interface RunningHub extends AsyncDisposable {
  readonly url: string;
  /** Returns what it has written to standard error. */
  readonly said: () => string;
  /** Sends a signal; resolves with the exit code. */
  readonly stop: (signal?: Deno.Signal) => Promise<number>;
}

/** Creates a directory that is removed at the end of the test. */
export function temporaryDirectory(): Disposable & { readonly path: string } {
  const path = Deno.makeTempDirSync();
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}

function spawn(args: readonly string[]): Deno.ChildProcess {
  const argv = ["run", "-A", "--no-lock", cli, "hub", ...args];
  return new Deno.Command(Deno.execPath(), { args: argv, stdout: "null", stderr: "piped" }).spawn();
}

/** Starts `e2e hub` and waits until it listens. */
export async function startHub(db: string, ...args: string[]): Promise<RunningHub> {
  const port = args.includes("--port") ? [] : ["--port", "0"];
  const child = spawn([...port, "--db", db, ...args]);
  let said = "", url: string | undefined;
  const listens = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      said += text;
      url ??= said.match(/Hub on (http:\S+), events in .*\n/)?.[1];
      if (url !== undefined) listens.resolve();
    }
    listens.resolve();
  })();
  await listens.promise;
  assert.ok(url !== undefined, `the hub did not start: ${said}`);
  const stop = async (signal: Deno.Signal = "SIGTERM") => {
    try {
      child.kill(signal);
    } catch { /* it has ended */ }
    await reading;
    return (await child.status).code;
  };
  return { url, said: () => said, stop, [Symbol.asyncDispose]: async () => void await stop("SIGKILL") };
}

/** Runs an `e2e hub` that is expected to fail. */
export async function failingHub(...args: string[]): Promise<{ readonly code: number; readonly stderr: string }> {
  const { code, stderr } = await spawn(args).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

/** Returns an event as the tool posts it. */
export function event(detail: Readonly<Record<string, unknown>> = {}) {
  return {
    summary: "e2e shop passed",
    event_type: "e2e_result",
    workstream_id: null,
    task_id: null,
    author: "ana@laptop",
    detail: {
      run_id: crypto.randomUUID(),
      slug: "shop",
      outcome: "passed",
      host: "railiance01",
      started_at: "2026-01-01T00:00:00.000Z",
      ended_at: "2026-01-01T00:01:00.000Z",
      duration_ms: 60_000,
      schedule: null,
      reason: null,
      phases: [{ name: "sync", status: "passed", started_at: null, ms: 3, attempts: 1 }],
      test: null,
      ...detail,
    },
  };
}

/** An answer of a hub. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- each test knows the type of its answer
  readonly json: any;
}

/** Posts an event, or a text unchanged. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return await ask(`${url}/progress/`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** Sends a request and reads the complete answer. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, headers: response.headers, json: isJson ? JSON.parse(text) : text };
}
