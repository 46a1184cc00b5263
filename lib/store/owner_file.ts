import { hostname } from "node:os";

/** Who runs a run: a process of this boot, told from others that have had its number since. Source: proc(5). */
interface Owner {
  /** A home may be shared by several machines. */
  readonly machine: string;
  readonly pid: number;
  readonly boot: string;
  readonly started: string;
}

/** This process, as text for the `owner` file of a run. */
export function ownerText(): string {
  const owner: Owner = { machine: machineId(), pid: Deno.pid, boot: bootId(), started: processStart(Deno.pid) ?? "" };
  return JSON.stringify(owner);
}

/** Whether the process that wrote an `owner` file lives: `unknown` on another machine, and without proc(5); a torn file is nobody's. */
export function ownerState(text: string): "alive" | "dead" | "unknown" {
  try {
    const owner = JSON.parse(text) as Owner;
    if (owner.boot === "" || owner.machine !== machineId()) return "unknown";
    const isAlive = owner.boot === bootId() && owner.started !== "" && processStart(owner.pid) === owner.started;
    return isAlive ? "alive" : "dead";
  } catch {
    return "dead";
  }
}

/** Source: machine-id(5). */
function machineId(): string {
  try {
    return Deno.readTextFileSync("/etc/machine-id").trim() || hostname();
  } catch {
    return hostname();
  }
}

/** Empty where there is no proc(5). */
function bootId(): string {
  try {
    return Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
  } catch {
    return "";
  }
}

/** Field 22 of `/proc/<pid>/stat`, counted after the name in parentheses. */
function processStart(pid: number): string | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
