import { z } from "zod";
import { parseJson } from "../files/parse_json.ts";
import { tabRows } from "../files/tab_rows.ts";
import type { Argv, ExecResult } from "../host/exec.ts";
import { quoteArgv } from "../host/quote.ts";
import type { Transport } from "../host/transport.ts";
import { containersOnPort, projectContainers } from "./docker_argv.ts";

/** What holds a port on a host. */
interface PortHolder {
  /** A phrase: another sandbox with its run and owner, a container, or a process; or the service of the own project. */
  readonly name: string;
  /** It belongs to the project that wants the port. */
  readonly isOwn: boolean;
}

/** Options of {@link portHolder}. */
interface Wanted {
  readonly port: number;
  /** The address on the host; undefined when any address may be meant. */
  readonly address?: string | undefined;
  /** The compose project that cannot get the port. */
  readonly own: string;
}

/** Returns what holds a port on a host. */
export async function portHolder(transport: Transport, wanted: Wanted): Promise<PortHolder> {
  const { port, own } = wanted;
  const found = await transport.run(containersOnPort(port), { timeoutMs: 20_000 });
  if (found.code !== 0) return { name: `something unknown (docker ps failed: ${lastLine(found)})`, isOwn: false };
  const rows = tabRows(found.stdout).filter(([, , , , ports = ""]) => publishes(ports, wanted)),
    row = rows.find(([, project]) => project !== own) ?? rows[0];
  const [name = "", project = "", dir = "", service = ""] = row ?? [];
  if (name === "") return await processHolder(transport, wanted);
  if (project === own) return { name: service, isOwn: true };
  if (dir === "") {
    return { name: `container "${name}"${project === "" ? "" : ` of compose project "${project}"`}`, isOwn: false };
  }
  const run = await transport.run(["cat", `${dir}/run.json`], { timeoutMs: 20_000 });
  return { name: `sandbox "${project}"${describeRun(run.stdout)}`, isOwn: false };
}

/** Whether a list such as `127.0.0.1:8000-8010->80-90/tcp, [::]:53->53/udp` has a port. Source: docker ps, `.Ports`. */
function publishes(ports: string, { port, address }: Wanted): boolean {
  return [...ports.matchAll(/([^, ]*):(\d+)(?:-(\d+))?->/g)].some(([, at = "", first, last = first]) =>
    Number(first) <= port && port <= Number(last) && overlap(at, address)
  );
}

/** Whether two addresses cannot be bound at the same time. `*` is that of ss for a socket of both families. */
function overlap(one: string, other: string | undefined): boolean {
  const [a = "", b = ""] = [one, other ?? ""].map((each) =>
    each.replace(/^\[(.*)\]$/, "$1").replace(/^::ffff:|%.*$/, "")
  );
  const all = ["", "*"], isSix = (each: string) => each.includes(":");
  if (a === b || all.includes(a) || all.includes(b)) return true;
  return isSix(a) === isSix(b) && [a, b].some((each) => each === "0.0.0.0" || each === "::");
}

const lastLine = ({ stderr, kind }: ExecResult) => stderr.trim().split("\n").at(-1) || kind;

/** Builds the argv that lists the processes that listen on a port. Source: ss(8). */
function listenersOnPort(port: number): Argv {
  return ["ss", "-Hltunp", `sport = :${port}`];
}

/** Only root sees the processes of other users. Source: ss(8), `users:(("name",pid=1,fd=2))`. */
async function processHolder(transport: Transport, { port, address, own }: Wanted): Promise<PortHolder> {
  const argv = listenersOnPort(port);
  const { stdout } = await transport.run(argv, { timeoutMs: 20_000 });
  const row = stdout.split("\n").find((line) => overlap(/(\S+):\d+ +\S+:\*/.exec(line)?.[1] ?? "", address)) ?? "";
  const [, name, pid] = /users:\(\("([^"]*)",pid=(\d+)/.exec(row) ?? [];
  if (pid === undefined) return { name: `another process (sudo ${quoteArgv(argv)} shows which)`, isOwn: false };
  const service = await serviceOf(transport, pid, own);
  return service === undefined ? { name: `${name} (pid ${pid})`, isOwn: false } : { name: service, isOwn: true };
}

/** Returns the service of a project to which a process belongs: with the host's network it listens without publishing. */
async function serviceOf(transport: Transport, pid: string, project: string): Promise<string | undefined> {
  const [cgroup, containers] = await Promise.all([
    transport.run(["cat", `/proc/${pid}/cgroup`], { timeoutMs: 20_000 }),
    transport.run(projectContainers(project), { timeoutMs: 20_000 }),
  ]);
  return tabRows(containers.stdout).find(([id = ""]) => cgroup.stdout.includes(id))?.[1];
}

const runSchema = z.object({ run_id: z.string(), owner: z.string(), started_at: z.string() });

function describeRun(json: string): string {
  const run = runSchema.safeParse(parseJson(json)).data;
  return run === undefined ? "" : ` (run ${run.run_id}, ${run.owner}, since ${run.started_at})`;
}
