import { join } from "node:path";
import { openRun } from "../../../lib/store/run_store.ts";
import type { Result } from "../../../lib/result/result.ts";
import { runHeaderSchema } from "../../../lib/result/run_header.ts";
import { ended, passedResult } from "../../unit/result/events.ts";

const CLI = join(import.meta.dirname ?? "", "../../../cli.ts");
const HEADER = runHeaderSchema.parse(passedResult);

/** A state directory of its own, with runs that have ended. */
export class StoredRuns implements AsyncDisposable {
  readonly root: string;
  /** The directory of all runs. */
  readonly runs: string;

  constructor(root = Deno.makeTempDirSync({ prefix: "e2e-stored-" })) {
    this.root = root;
    this.runs = join(root, "e2e", "runs");
  }

  /** Leaves `count` runs that have ended; gives their ids, the oldest first. */
  finish(count: number, more: Partial<Result> = {}): readonly string[] {
    return Array.from({ length: count }, () => {
      const random = crypto.getRandomValues(new Uint32Array(1))[0]?.toString(16).padStart(8, "0");
      const ms = (Date.now() - 1_000_000 + this.#made++).toString(16).padStart(12, "0");
      const runId = `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-0000${random}`;
      const files = openRun(this.runs, {
        header: { ...HEADER, run_id: runId },
        onError: (message) => console.error(message),
      });
      files.report(ended({ ...passedResult, ...more, run_id: runId }));
      files.close();
      return runId;
    });
  }
  #made = 0;

  /** Starts the tool on these runs. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Deno.ChildProcess {
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", CLI, ...args],
      env: { XDG_STATE_HOME: this.root, E2E_HOME: join(this.root, "host"), NO_COLOR: "1", ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Runs the tool to its end. */
  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { code, stdout, stderr } = await this.start(args, env).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  }

  /** The names of the files that say where a run stands. */
  marks(runId: string): readonly string[] {
    const names = [...Deno.readDirSync(join(this.runs, runId))].map(({ name }) => name);
    return names.filter((name) => ["delivered", "refused", "tries"].includes(name)).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}
