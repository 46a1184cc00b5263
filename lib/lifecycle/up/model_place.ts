import { heldPorts } from "../../compose/held_ports.ts";
import type { HeldPorts } from "../../compose/published_port.ts";
import type { Argv, ExecResult } from "../../host/exec.ts";
import { passed, type PhaseEnd } from "../../result/phase.ts";
import { inEnvironment, runScript } from "../../sandbox/sandbox.ts";
import { repositoryDir } from "../environment.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import type { Plan } from "../plan.ts";
import type { Synced } from "../sync/send_tree.ts";

/** The part of a run's plan that its model needs. */
export type PlanOfModel = Pick<Plan, "runId" | "project" | "contract" | "root">;

/** The place where Docker Compose reads the repository: the sandbox of a run, or this machine for `e2e check`. */
export interface ModelPlace {
  /** The name of the host. */
  readonly host: string;
  /** The repository's directory there. */
  readonly repository: string;
  /** The sandbox's directory there. */
  readonly sandbox: string;
  /** The files that are sent, relative to the repository's root. */
  readonly paths: readonly string[];
  /** Runs Docker Compose there. */
  readonly compose: (argv: Argv) => Promise<PhaseEnd<ExecResult>>;
  /** Returns the ports that cannot be bound on any address. */
  readonly heldPorts: () => Promise<HeldPorts>;
  readonly warn: (text: string) => void;
}

/** Returns the place of a run's compose model: its sandbox. */
export function modelPlace(run: RunContext, { sandbox, paths }: Pick<Synced, "sandbox" | "paths">): ModelPlace {
  const { transport, signal, recorder } = run;
  return {
    host: transport.name,
    repository: repositoryDir(sandbox),
    sandbox: sandbox.dir,
    paths,
    compose: async (argv: Argv) => {
      const result = await transport.run(inEnvironment(sandbox, ...argv), { signal, timeoutMs: 60_000 });
      return result.kind === "exited" ? passed(result) : hostFailure(run, result, "Resolving the compose file");
    },
    heldPorts: async () => heldPorts((await runScript(sandbox, "wildcard_ports.sh", [], { timeoutMs: 20_000 })).stdout),
    warn: (text) => recorder.notice("warning", text),
  };
}
