import { sandboxLabel } from "../compose/isolate/labels.ts";
import type { ExecResult } from "../host/exec.ts";
import type { Transport } from "../host/transport.ts";

/** Says who holds a port on a host, as a phrase: another sandbox with its run and owner, a container, or some other process. */
export async function portHolder(transport: Transport, port: number): Promise<string> {
  const format = `{{.Names}}\t{{.Label "com.docker.compose.project"}}\t{{.Label "${sandboxLabel}"}}`;
  const found = await transport.run(["docker", "ps", "--filter", `publish=${port}`, "--format", format], {
    timeoutMs: 20_000,
  });
  if (found.code !== 0) return `something unknown: docker ps failed with "${lastLine(found)}"`;
  const [name = "", project = "", dir = ""] = found.stdout.split("\n")[0]?.split("\t") ?? [];
  if (name === "") return await processWords(transport, port);
  if (dir === "") return `container "${name}"${project === "" ? "" : ` of compose project "${project}"`}`;
  const run = await transport.run(["sh", "-c", 'cat "$1/run.json"', "sh", dir], { timeoutMs: 20_000 });
  return `sandbox "${project}"${describeRun(run.stdout)}`;
}

const lastLine = ({ stderr, kind }: ExecResult) => stderr.trim().split("\n").at(-1) || kind;

/** Only root sees other users' processes. Source: ss(8), `users:(("name",pid=1,fd=2))`. */
async function processWords(transport: Transport, port: number): Promise<string> {
  const command = `ss -Hltnp 'sport = :${port}'`;
  const { stdout } = await transport.run(["sh", "-c", command], { timeoutMs: 20_000 });
  const [, name, pid] = /users:\(\("([^"]*)",pid=(\d+)/.exec(stdout) ?? [];
  return name === undefined
    ? `a process that is not a container (sudo ${command} names it)`
    : `a process that is not a container: "${name}" (pid ${pid})`;
}

function describeRun(json: string): string {
  try {
    const { run_id, owner, started_at } = JSON.parse(json) as Record<string, unknown>;
    return ` (run ${run_id}, ${owner}, since ${started_at})`;
  } catch {
    return "";
  }
}
