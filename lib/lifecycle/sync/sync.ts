import { UserError } from "../../errors.ts";
import type { ExecResult } from "../../host/exec.ts";
import { type HostFacts, hostFacts } from "../../sandbox/host_facts.ts";
import { makeSandbox } from "../../sandbox/make_sandbox.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { writeFile } from "../../sandbox/sandbox.ts";
import { environment, exportLines } from "../environment.ts";
import { failureOf, type PhaseEnd } from "../../result/phase.ts";
import { runHeader } from "../../result/run_header.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import { sendTree, type Synced, treeOf } from "./send_tree.ts";

/** Callbacks of {@link sync}. They record what was made, even if a later step fails. */
interface SyncProgress {
  readonly onFacts: (facts: HostFacts) => void;
  readonly onMake: () => void;
  readonly onMade: (sandbox: Sandbox) => void;
}

/** Makes the sandbox with its lease and its watcher, then sends the repository. */
export async function sync(run: RunContext, progress: SyncProgress): Promise<PhaseEnd<Synced>> {
  const tree = treeOf(run);
  tree.catch(() => {}); // avoids an unhandled rejection; the host's own failure is reported
  try {
    progress.onFacts(await hostFacts(run.transport, { signal: run.signal }));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return run.signal.aborted ? hostFailure(run, CANCELLED, "Asking the host") : failureOf(error);
  }
  if (run.signal.aborted) return hostFailure(run, CANCELLED, "Making the sandbox");
  progress.onMake();
  const made = await makeSandbox(run.transport, sandboxOptions(run));
  if (made.kind === "not-made") return hostFailure(run, made.result, "Making the sandbox");
  progress.onMade(made.sandbox);
  const [written, sent] = await Promise.all([
    writeFile(made.sandbox, "environment", exportLines(environment(run.plan, made.sandbox, {}))),
    sendTree(run, made.sandbox, { tree, which: "all" }),
  ]);
  return written.code === 0 ? sent : hostFailure(run, written, "Writing the environment");
}

const CANCELLED: ExecResult = { kind: "cancelled", code: 130, stdout: "", stderr: "" };

function sandboxOptions({ plan, transport, startedMs }: RunContext) {
  const { contract } = plan;
  return {
    home: plan.home,
    project: plan.project,
    leaseMs: plan.leaseMs,
    onLost: plan.cleanup === "never" ? { kind: "keep" as const, forMs: contract.keepForMs } : { kind: "down" as const },
    run: runHeader(plan, { host: transport.name, startedMs }),
  };
}
