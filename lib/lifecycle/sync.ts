import { UserError } from "../errors.ts";
import type { ExecResult } from "../host/exec.ts";
import { type HostFacts, hostFacts } from "../sandbox/host_facts.ts";
import { makeSandbox } from "../sandbox/make_sandbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { writeFile } from "../sandbox/sandbox.ts";
import { environment, exportLines, repositoryDir } from "./environment.ts";
import { type Failure, failure, failureOf, passed, type PhaseEnd } from "./phase.ts";
import { hostFailure, lastLines, type Run } from "./run.ts";
import { listTree, type Tree, unmatchedWords } from "./tree.ts";

/** A sandbox that holds the repository. */
export interface Synced {
  readonly sandbox: Sandbox;
  readonly sent: Sent;
  /** What travelled, relative to the root. */
  readonly paths: readonly string[];
}

/** How much travelled to the host. */
export interface Sent {
  readonly files: number;
  /** Bytes that went over the wire. */
  readonly bytes: number;
}

/** What `sync` tells while it works, so that what was made is known whatever happens next. */
export interface SyncProgress {
  readonly onFacts: (facts: HostFacts) => void;
  readonly onMake: () => void;
  readonly onMade: (sandbox: Sandbox) => void;
}

/** rsync's exit codes for files that vanished, or could not be read, while it ran. Source: rsync(1), EXIT VALUES. */
const CHANGED_UNDER_US = [23, 24];

/** Makes the sandbox, with its lease and its watcher before anything else, and brings the repository into it. */
export async function sync(run: Run, progress: SyncProgress): Promise<PhaseEnd<Synced>> {
  const tree = treeOf(run);
  tree.catch(() => {}); // a host that fails first is told
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
    sendTree(run, made.sandbox, tree),
  ]);
  return written.code === 0 ? sent : hostFailure(run, written, "Writing the environment");
}

/** What travels, or why that cannot be known. */
export async function treeOf({ plan, recorder }: Run): Promise<PhaseEnd<Tree>> {
  try {
    const tree = await listTree(plan.root, plan.contract.sync);
    for (const glob of tree.unmatched) recorder.notice("warning", unmatchedWords(glob));
    return passed(tree);
  } catch (error) {
    if (error instanceof UserError) return failureOf(error);
    throw error;
  }
}

const CANCELLED: ExecResult = { kind: "cancelled", code: 130, stdout: "", stderr: "" };

function sandboxOptions({ plan, transport, now }: Run) {
  const { contract } = plan;
  return {
    home: plan.home,
    project: plan.project,
    leaseMs: plan.leaseMs,
    onLost: plan.cleanup === "never" ? { kind: "keep" as const, forMs: contract.keepForMs } : { kind: "down" as const },
    run: {
      run_id: plan.runId,
      slug: contract.name,
      project: plan.project,
      host: transport.name,
      owner: plan.owner,
      tool_version: plan.toolVersion,
      repository: plan.root,
      schedule: plan.schedule,
      started_at: new Date(now()).toISOString(),
      state_hub: { workstream_id: contract.stateHub.workstreamId ?? null, task_id: contract.stateHub.taskId ?? null },
    },
  };
}

/** Sends the tree; what there is now a second time when files changed while it was on its way. */
export async function sendTree(run: Run, sandbox: Sandbox, first: Promise<PhaseEnd<Tree>>): Promise<PhaseEnd<Synced>> {
  for (let again = true;; again = false) {
    const tree = again ? await first : await treeOf(run);
    if (tree.kind === "failed") return tree;
    const { paths } = tree.value;
    const result = await run.transport.push(run.plan.root, repositoryDir(sandbox), {
      files: paths.map((path) => `${path}\0`).join(""),
      copyDest: cachedTree(sandbox, run.plan.contract.name),
      signal: run.signal,
    });
    if (result.code === 0) {
      return passed({ sandbox, paths, sent: { files: paths.length, bytes: bytesSent(result.stdout) } });
    }
    if (!again || !CHANGED_UNDER_US.includes(result.code)) return sendFailure(run, result);
    run.recorder.retry("files changed while they were sent: sending again");
  }
}

/** That rsync is there and new enough is found out only when it is run; of the host's it was asked before. */
function sendFailure(run: Run, result: ExecResult): Failure {
  if (result.kind === "exited" && result.code === 127) {
    return failure("infra", "rsync is not installed on this machine", { hint: "sudo apt-get install rsync" });
  }
  if (result.kind === "exited" && /unknown option|unrecognized option/.test(result.stderr)) {
    return failure("infra", `rsync is too old, here or on ${run.transport.name}: 3.0 or newer was wanted`, {
      detail: lastLines(result.stderr),
      hint: "rsync --version",
    });
  }
  return hostFailure(run, result, "Sending the repository");
}

/** Where the host keeps the last tree of a slug. */
function cachedTree(sandbox: Sandbox, slug: string): string {
  return `${sandbox.dir.slice(0, sandbox.dir.lastIndexOf("/sandboxes/"))}/cache/${slug}/tree`;
}

function bytesSent(statistics: string): number {
  return Number(/^Total bytes sent: ([\d,.]+)/m.exec(statistics)?.[1]?.replaceAll(/[,.]/g, "") ?? 0);
}
