import { heldPorts } from "../../compose/held_ports.ts";
import type { Argv } from "../../host/exec.ts";
import { passed } from "../../result/phase.ts";
import { inEnvironment, runScript } from "../../sandbox/sandbox.ts";
import { repositoryDir } from "../environment.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import type { Synced } from "../sync/send_tree.ts";
import type { ModelPlace } from "./check_model.ts";

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
