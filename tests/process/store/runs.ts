import { fileURLToPath } from "node:url";
import { openRun } from "../../../lib/store/open_run.ts";
import { type RunHeader, runHeaderSchema } from "../../../lib/result/run_header.ts";
import { ended, passedResult } from "../../unit/result/events.ts";

/** Returns the header of a run with this id. */
export const headerOf = (run_id: string): RunHeader => runHeaderSchema.parse({ ...passedResult, run_id });

/** Returns the id of a run that started at this time; `short` is its short id. */
export function runId(ms: number, short = randomShortId()): string {
  const time = ms.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-0000${short}`;
}

function randomShortId(): string {
  return crypto.getRandomValues(new Uint32Array(1))[0]?.toString(16).padStart(8, "0") ?? "";
}

/** Calls `use` with a runs directory, and removes it afterwards. */
export async function withDirectory(use: (directory: string) => void | Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "e2e-runs-" });
  try {
    await use(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Opens a run and collects its write errors in `errors`. */
export function open(directory: string, id = passedResult.run_id, errors: string[] = []) {
  return openRun(directory, { header: headerOf(id), onError: (message) => errors.push(message) });
}

/** Creates a run that has ended; returns its directory. */
export function finish(directory: string, id: string): string {
  const files = open(directory, id);
  files.report(ended({ ...passedResult, run_id: id }));
  files.close();
  return files.path;
}

const CONFIG = fileURLToPath(import.meta.resolve("../../../deno.json"));

/**
 * Starts a program in a process of its own. `says` resolves with its first output; the program ends when its standard
 * input does.
 */
export function start(program: string, ...args: readonly string[]) {
  const url = `data:application/typescript,${encodeURIComponent(program)}`;
  const argv = ["run", "-A", "--no-lock", "--config", CONFIG, url, ...args];
  const child = new Deno.Command(Deno.execPath(), { args: argv, stdin: "piped", stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  const end = async () => {
    await child.stdin.close();
    await reader.cancel();
    return (await child.status).code;
  };
  return { says: reader.read(), end, kill: () => child.kill("SIGKILL") };
}
