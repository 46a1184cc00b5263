import { tabValues } from "../files/tab_rows.ts";
import { MAKE_ROOM } from "../sandbox/host_facts.ts";
import { runScript, type Sandbox } from "../sandbox/sandbox.ts";
import { type Failure, failure } from "../result/phase.ts";
import type { RunContext } from "./run_context.ts";
import { stopFailure } from "../result/stop_reason.ts";

/** What must not change under a run, as its host tells it. */
export interface World {
  readonly boot: string;
  /** Changes whenever the Docker Engine starts; empty when it does not answer. */
  readonly engine: string;
  readonly freeKb: number;
  /** The sandbox is being taken down, or is not there any more. */
  readonly isGone: boolean;
}

/** Below this a disk counts as full. */
const FULL_KB = 1_024;

/** Asks the host; undefined when it does not answer. */
export async function lookAtWorld(sandbox: Sandbox): Promise<World | undefined> {
  const { code, stdout } = await runScript(sandbox, "host_state.sh", [sandbox.dir], { timeoutMs: 60_000 });
  if (code === 0) return readWorld(stdout);
  const there = await sandbox.transport.run(["sh", "-c", '[ -d "$1" ]', "sh", sandbox.dir], { timeoutMs: 60_000 });
  return there.kind === "exited" && there.code === 1 ? { ...readWorld(""), isGone: true } : undefined;
}

/** Reads what `host_state.sh` prints. */
export function readWorld(text: string): World {
  const values = tabValues(text), of = (name: string) => values.get(name)?.[0] ?? "";
  return {
    boot: of("boot"),
    engine: of("engine"),
    freeKb: Number(of("free_kb") || Infinity),
    isGone: of("gone") !== "",
  };
}

/**
 * The world's part in a failure: when somebody takes the sandbox down, the host or its Docker Engine was restarted under the
 * run, or the disk is full, what went wrong is no word of the repository. Undefined when the world is as it was.
 */
export function worldFailure(
  run: RunContext,
  before: World | undefined,
  after: World | undefined,
): Failure | undefined {
  const host = run.transport.name;
  if (after?.isGone) return stopFailure({ kind: "sandbox-gone" });
  if (before === undefined || after === undefined) return undefined;
  if (after.boot !== before.boot) {
    return failure("infra", `${host} was restarted during the run`, { hint: "run again" });
  }
  if (after.engine === "") {
    return failure("infra", `The Docker Engine of ${host} does not answer`, { hint: "docker info" });
  }
  if (after.engine !== before.engine) {
    return failure("infra", `The Docker Engine of ${host} was restarted during the run`, { hint: "run again" });
  }
  if (after.freeKb < FULL_KB) {
    return failure("infra", `The disk of ${host} is full`, { hint: MAKE_ROOM });
  }
  return undefined;
}
