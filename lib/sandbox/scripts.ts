import appeared from "./scripts/appeared.sh" with { type: "text" };
import cacheTree from "./scripts/tree/cache_tree.sh" with { type: "text" };
import closed from "./scripts/tree/closed.sh" with { type: "text" };
import collect from "./scripts/tree/collect.sh" with { type: "text" };
import containers from "./scripts/containers.sh" with { type: "text" };
import down from "./scripts/removal/down.sh" with { type: "text" };
import engineEnv from "./scripts/engine_env.sh" with { type: "text" };
import exits from "./scripts/exits.sh" with { type: "text" };
import goodEnds from "./scripts/job/good_ends.sh" with { type: "text" };
import hold from "./scripts/hold.sh" with { type: "text" };
import hostFacts from "./scripts/host_facts.sh" with { type: "text" };
import inEnv from "./scripts/job/in_env.sh" with { type: "text" };
import jobFollow from "./scripts/job/job_follow.sh" with { type: "text" };
import jobKill from "./scripts/job/job_kill.sh" with { type: "text" };
import jobRun from "./scripts/job/job_run.sh" with { type: "text" };
import jobStart from "./scripts/job/job_start.sh" with { type: "text" };
import keep from "./scripts/keep.sh" with { type: "text" };
import lease from "./scripts/lease.sh" with { type: "text" };
import leaseRenew from "./scripts/lease_renew.sh" with { type: "text" };
import list from "./scripts/list.sh" with { type: "text" };
import listFiles from "./scripts/tree/list_files.sh" with { type: "text" };
import loginEnv from "./scripts/job/login_env.sh" with { type: "text" };
import missingImages from "./scripts/missing_images.sh" with { type: "text" };
import mounts from "./scripts/removal/mounts.sh" with { type: "text" };
import note from "./scripts/removal/note.sh" with { type: "text" };
import ready from "./scripts/ready.sh" with { type: "text" };
import sandboxMake from "./scripts/sandbox_make.sh" with { type: "text" };
import sweep from "./scripts/removal/sweep.sh" with { type: "text" };
import treeHash from "./scripts/tree/tree_hash.sh" with { type: "text" };
import unpacked from "./scripts/removal/unpacked.sh" with { type: "text" };
import unsend from "./scripts/tree/unsend.sh" with { type: "text" };
import volumes from "./scripts/removal/volumes.sh" with { type: "text" };
import watch from "./scripts/removal/watch.sh" with { type: "text" };
import wildcardPorts from "./scripts/wildcard_ports.sh" with { type: "text" };
import hostState from "./scripts/host_state.sh" with { type: "text" };
import environmentCapture from "./scripts/environment_capture.sh" with { type: "text" };
import type { Argv } from "../host/exec.ts";

/** The texts of the scripts in every sandbox's `bin/`, by file name. */
export const SCRIPTS = {
  "appeared.sh": appeared,
  "cache_tree.sh": cacheTree,
  "closed.sh": closed,
  "collect.sh": collect,
  "containers.sh": containers,
  "down.sh": down,
  "engine_env.sh": engineEnv,
  "exits.sh": exits,
  "good_ends.sh": goodEnds,
  "hold.sh": hold,
  "host_facts.sh": hostFacts,
  "in_env.sh": inEnv,
  "job_follow.sh": jobFollow,
  "job_kill.sh": jobKill,
  "job_run.sh": jobRun,
  "job_start.sh": jobStart,
  "keep.sh": keep,
  "lease.sh": lease,
  "lease_renew.sh": leaseRenew,
  "list.sh": list,
  "list_files.sh": listFiles,
  "login_env.sh": loginEnv,
  "missing_images.sh": missingImages,
  "mounts.sh": mounts,
  "note.sh": note,
  "ready.sh": ready,
  "sandbox_make.sh": sandboxMake,
  "sweep.sh": sweep,
  "tree_hash.sh": treeHash,
  "unsend.sh": unsend,
  "volumes.sh": volumes,
  "watch.sh": watch,
  "wildcard_ports.sh": wildcardPorts,
  "host_state.sh": hostState,
  "environment_capture.sh": environmentCapture,
} as const;

/** The name of a script of {@link SCRIPTS}. */
export type ScriptName = keyof typeof SCRIPTS;

/** Builds the argv that creates a sandbox, from the first arguments of `sandbox_make.sh`. */
export function makeArgv(...args: readonly string[]): Argv {
  return ["sh", "-c", sandboxMake, "sandbox_make.sh", ...args, ...Object.entries(SCRIPTS).flat()];
}

/** The scripts that run on a host without a sandbox, and those that each of them needs. */
const NEEDS = {
  "down.sh": ["job_kill.sh", "mounts.sh", "volumes.sh"],
  "list.sh": ["lease.sh"],
  "sweep.sh": ["down.sh", "job_kill.sh", "lease.sh", "mounts.sh", "note.sh", "volumes.sh"],
} as const satisfies Readonly<Partial<Record<ScriptName, readonly ScriptName[]>>>;

/** Builds the argv that runs a script on a host without a sandbox, and without files. */
export function unpackedArgv(script: keyof typeof NEEDS, ...args: readonly string[]): Argv {
  const texts = [script, ...NEEDS[script]].flatMap((name) => [name, SCRIPTS[name]]);
  return ["sh", "-c", unpacked, "unpacked.sh", ...texts, "--", script, ...args];
}
