import { join } from "node:path";
import type { Result } from "../../../lib/result/result.ts";
import { openRun } from "../../../lib/store/open_run.ts";
import { ended, passedResult } from "../../unit/result/events.ts";
import { headerOf, runId } from "./runs.ts";

const CLI = join(import.meta.dirname ?? "", "../../../cli.ts");

/** A state directory with runs that have ended, and the tool on it. */
export class StoredRuns implements AsyncDisposable {
  readonly root: string;
  /** The directory of all runs. */
  readonly runs: string;

  constructor(root = Deno.makeTempDirSync({ prefix: "e2e-stored-" })) {
    this.root = root;
    this.runs = join(root, "e2e", "runs");
  }

  /** Creates `count` runs that have ended; returns their ids, oldest first. */
  finish(count: number, more: Partial<Result> = {}): readonly string[] {
    return Array.from({ length: count }, () => {
      const id = runId(Date.now() - 1_000_000 + this.#made++);
      const files = openRun(this.runs, { header: headerOf(id), onError: (message) => console.error(message) });
      files.report(ended({ ...passedResult, ...more, run_id: id }));
      files.close();
      return id;
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

  /** Returns the names of the files that record a run's delivery. */
  marks(runId: string): readonly string[] {
    const names = [...Deno.readDirSync(join(this.runs, runId))].map(({ name }) => name);
    return names.filter((name) => ["delivered", "refused", "tries"].includes(name)).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}
