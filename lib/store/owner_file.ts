import { hostname } from "node:os";
import { z } from "zod";
import { parseJson } from "../files/parse_json.ts";
import { readText } from "../files/read_text.ts";

/**
 * The process that owns a run. Boot id and start time distinguish it from later processes with the same pid. Source:
 * proc(5).
 */
const ownerSchema = z.object({
  /** Several machines can share a home directory. */
  machine: z.string().optional(), // missing in files of earlier versions
  pid: z.int(),
  boot: z.string(),
  started: z.string(),
});

/** Returns this process as the content of an `owner` file. */
export function ownerText(): string {
  const owner: z.output<typeof ownerSchema> = {
    machine: machineId(),
    pid: Deno.pid,
    boot: bootId(),
    started: processStart(Deno.pid) ?? "",
  };
  return JSON.stringify(owner);
}

/**
 * Returns whether the process that wrote an `owner` file is alive. `unknown`: it ran on another machine, or without proc(5).
 * A missing or incomplete file counts as `dead`.
 */
export function ownerState(text: string | undefined): "alive" | "dead" | "unknown" {
  const owner = ownerSchema.safeParse(parseJson(text)).data;
  if (owner === undefined) return "dead";
  if (owner.boot === "" || owner.machine !== machineId()) return "unknown";
  const isAlive = owner.boot === bootId() && owner.started !== "" && processStart(owner.pid) === owner.started;
  return isAlive ? "alive" : "dead";
}

/** Source: machine-id(5). */
function machineId(): string {
  return readText("/etc/machine-id")?.trim() || hostname();
}

/** Returns an empty text where there is no proc(5). */
function bootId(): string {
  return readText("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
}

/** Returns field 22 of `/proc/<pid>/stat`, counted after the name in parentheses. */
function processStart(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}
