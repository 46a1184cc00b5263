import { type HostFacts, hostFacts } from "../../sandbox/host_facts.ts";
import { makeSandbox } from "../../sandbox/make_sandbox.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { writeEnvironment, writeSecrets } from "../environment.ts";
import { orFailure, type PhaseEnd } from "../../result/phase.ts";
import { runHeader } from "../../result/run_header.ts";
import { stoppedBy } from "../../result/stop_reason.ts";
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
  const facts = await orFailure(() => hostFacts(run.transport, run.signal));
  if (facts.kind === "passed") progress.onFacts(facts.value);
  const stopped = stoppedBy(run.signal);
  if (stopped !== undefined) return stopped;
  if (facts.kind === "failed") return facts;
  progress.onMake();
  const made = await makeSandbox(run.transport, sandboxOptions(run));
  if (made.kind === "not-made") return hostFailure(run, made.result, "Creating the sandbox");
  progress.onMade(made.sandbox);
  const [unwritten, unnoted, sent] = await Promise.all([
    writeEnvironment(run, made.sandbox, {}),
    writeSecrets(run, made.sandbox),
    sendTree(run, made.sandbox, { tree, which: "all" }),
  ]);
  return unwritten ?? unnoted ?? sent;
}

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
