import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path/posix";
import { isInside } from "../../files/inside.ts";
import { heldPorts } from "../../compose/held_ports.ts";
import type { HeldPorts } from "../../compose/published_port.ts";
import type { Argv, ExecResult } from "../../host/exec.ts";
import { gitPlace } from "../../repository/git_copy.ts";
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
  /** Runs Docker Compose there. Its standard input is empty by default. */
  readonly compose: (argv: Argv, stdin?: string) => Promise<PhaseEnd<ExecResult>>;
  /** Returns a path of the model relative to the repository, if it is reached by `..` from there, and not written absolute. */
  readonly climbed: (path: string) => string | undefined;
  /** Returns the ports that cannot be bound on any address. */
  readonly heldPorts: () => Promise<HeldPorts>;
  readonly warn: (text: string) => void;
}

/** Returns the place of a run's compose model: its sandbox. */
export function modelPlace(run: RunContext, { sandbox, paths }: Pick<Synced, "sandbox" | "paths">): ModelPlace {
  const { plan, transport, signal, recorder } = run;
  return {
    host: transport.name,
    repository: repositoryDir(sandbox),
    sandbox: sandbox.dir,
    paths,
    compose: async (argv, stdin) => {
      const result = await transport.run(inEnvironment(sandbox, ...argv), { stdin, signal, timeoutMs: 60_000 });
      return result.kind === "exited" ? passed(result) : hostFailure(run, result, "Resolving the compose file");
    },
    climbed: (path) => {
      const target = relative(repositoryDir(sandbox), path);
      return isInside(path, dirname(dirname(sandbox.dir))) || isInMonorepo(plan.root, target) ? target : undefined;
    },
    heldPorts: async () => heldPorts((await runScript(sandbox, "wildcard_ports.sh", [], { timeoutMs: 20_000 })).stdout),
    warn: (text) => recorder.notice("warning", text),
  };
}

/** Whether there is something here at a path that climbs out of the contract's root, but not out of its git repository. */
function isInMonorepo(root: string, target: string): boolean {
  const here = join(root, target), top = gitPlace(root);
  return top !== undefined && isInside(here, join(root, top)) && existsSync(here);
}
