import { tabValues } from "../files/tab_rows.ts";
import { LOGIN_MEND, makeRoom } from "../sandbox/host_facts.ts";
import { SCRIPTS } from "../sandbox/scripts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Outcome } from "../result/outcome.ts";
import { type Failure, failure, type PhaseEnd } from "../result/phase.ts";
import { engineSilent, type RunContext } from "./run_context.ts";
import { stopFailure } from "../result/stop_reason.ts";

const ENGINE_FACTS = ["bridge", "socket", "pid_file", "first_event"] as const;

/** The state of a host that must not change during a run. */
export interface HostState {
  /** The kernel's boot id. */
  readonly boot: string;
  /** Whether the Docker Engine answers. */
  readonly answers: boolean;
  /** Facts of the Docker Engine, at least one of which changes when it starts; empty when unknown. */
  readonly engine: Readonly<Record<typeof ENGINE_FACTS[number], string>>;
  /** Why the login environment is incomplete; empty when it is complete. */
  readonly login: string;
  readonly freeKb: number;
  /** The sandbox was removed, or is being removed. */
  readonly isGone: boolean;
}

/** A disk with less free space counts as full. */
const FULL_KB = 1_024;

/** Reads the state of the sandbox's host; undefined when the host does not answer. */
export async function readHostState({ transport, dir }: Sandbox): Promise<HostState | undefined> {
  // The script does not come from the sandbox, which may be gone.
  const argv = ["sh", "-c", SCRIPTS["host_state.sh"], "host_state.sh", dir] as const;
  const { code, stdout } = await transport.run(argv, { timeoutMs: 120_000 });
  return code === 0 ? parseHostState(stdout) : undefined;
}

/** Parses the output of `host_state.sh`. */
export function parseHostState(text: string): HostState {
  const values = tabValues(text), of = (name: string) => values.get(name)?.[0] ?? "";
  return {
    boot: of("boot"),
    answers: of("engine") !== "",
    engine: {
      bridge: of("bridge"),
      socket: of("socket"),
      pid_file: of("pid_file"),
      first_event: of("first_event"),
    },
    login: of("login"),
    freeKb: Number(of("free_kb") || Infinity),
    isGone: of("gone") !== "",
  };
}

/** The outcomes that are the repository's fault, unless the host failed meanwhile. */
const REPOSITORY_OUTCOMES: readonly Outcome[] = ["invalid", "unhealthy", "failed", "no-tests", "timed-out"];

/**
 * Returns the end of a phase. If the phase failed by the repository's fault, but the host, its Docker Engine, its disk or the
 * sandbox changed since `before`, returns that as an `infra` failure instead.
 */
export async function orHostFailure<T>(
  run: RunContext,
  sandbox: Sandbox,
  { before, end }: { readonly before: Promise<HostState | undefined>; readonly end: PhaseEnd<T> },
): Promise<PhaseEnd<T>> {
  if (end.kind === "passed" || !REPOSITORY_OUTCOMES.includes(end.outcome)) return end;
  const failed = hostStateFailure(run, await before, await readHostState(sandbox));
  return failed === undefined ? end : { ...failed, detail: [end.message, ...(end.detail ?? [])] };
}

/** A fact that is unknown on one side did not change; an Engine without events gets its first one without a restart. */
function hasRestarted(before: HostState["engine"], after: HostState["engine"]): boolean {
  return ENGINE_FACTS.some((name) =>
    !["", "none"].includes(before[name]) && after[name] !== "" && after[name] !== before[name]
  );
}

/** Returns an `infra` failure if the host, its Docker Engine, its disk or the sandbox changed during the run. */
export function hostStateFailure(
  run: RunContext,
  before: HostState | undefined,
  after: HostState | undefined,
): Failure | undefined {
  const host = run.transport.name, infra = (message: string, hint: string) => failure("infra", message, { hint });
  if (after?.isGone) return stopFailure({ kind: "sandbox-gone" });
  if (before === undefined || after === undefined) return undefined;
  if (after.boot !== before.boot) return infra(`${host} was restarted during the run`, "run again");
  if (!after.answers) return engineSilent(host);
  if (hasRestarted(before.engine, after.engine)) {
    return infra(`The Docker Engine of ${host} was restarted during the run`, "run again");
  }
  if (after.freeKb < FULL_KB) return infra(`The disk of ${host} is full`, makeRoom(host));
  if (after.login === "") return undefined;
  return infra(`The login environment of ${host} is incomplete: ${after.login}`, LOGIN_MEND);
}
