import { z } from "zod";
import { tabRows } from "../files/tab_rows.ts";
import type { Argv, ExecResult } from "../host/exec.ts";
import { quoteArgv } from "../host/quote.ts";
import type { Transport } from "../host/transport.ts";
import { containersOnPort } from "./docker_argv.ts";

/**
 * Returns what holds a port on a host, as a phrase: another sandbox with its run and owner, a container, or a process.
 */
export async function portHolder(transport: Transport, port: number): Promise<string> {
  const found = await transport.run(containersOnPort(port), { timeoutMs: 20_000 });
  if (found.code !== 0) return `something unknown (docker ps failed: ${lastLine(found)})`;
  const [name = "", project = "", dir = ""] = tabRows(found.stdout)[0] ?? [];
  if (name === "") return await processHolder(transport, port);
  if (dir === "") return `container "${name}"${project === "" ? "" : ` of compose project "${project}"`}`;
  const run = await transport.run(["cat", `${dir}/run.json`], { timeoutMs: 20_000 });
  return `sandbox "${project}"${describeRun(run.stdout)}`;
}

const lastLine = ({ stderr, kind }: ExecResult) => stderr.trim().split("\n").at(-1) || kind;

/** Builds the argv that lists the processes that listen on a port. Source: ss(8). */
function listenersOnPort(port: number): Argv {
  return ["ss", "-Hltnp", `sport = :${port}`];
}

/** Only root sees the processes of other users. Source: ss(8), `users:(("name",pid=1,fd=2))`. */
async function processHolder(transport: Transport, port: number): Promise<string> {
  const argv = listenersOnPort(port);
  const { stdout } = await transport.run(argv, { timeoutMs: 20_000 });
  const [, name, pid] = /users:\(\("([^"]*)",pid=(\d+)/.exec(stdout) ?? [];
  return name === undefined ? `another process (sudo ${quoteArgv(argv)} shows which)` : `${name} (pid ${pid})`;
}

const runSchema = z.object({ run_id: z.string(), owner: z.string(), started_at: z.string() });

function describeRun(json: string): string {
  try {
    const { run_id, owner, started_at } = runSchema.parse(JSON.parse(json));
    return ` (run ${run_id}, ${owner}, since ${started_at})`;
  } catch {
    return "";
  }
}
