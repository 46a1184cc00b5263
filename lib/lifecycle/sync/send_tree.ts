import { stoppedBy } from "../../result/stop_reason.ts";
import { runScript, type Sandbox } from "../../sandbox/sandbox.ts";
import { repositoryDir } from "../environment.ts";
import { type Failure, orFailure, passed, type PhaseEnd } from "../../result/phase.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import { listTree, type Tree } from "../../repository/tree.ts";
import { sendGit } from "./send_git.ts";
import { PARTIAL_CODES, sendFailure } from "./send_failure.ts";
import { compareOnHost, hashOnHost, type Which } from "./tree_on_host.ts";

/** A sandbox that has a copy of the repository. */
export interface Synced {
  readonly sandbox: Sandbox;
  /** How many files were sent, and how many bytes over the network. */
  readonly sent: { readonly files: number; readonly bytes: number };
  /** The paths that were sent, relative to the root. */
  readonly paths: readonly string[];
  /** The hash of the copy on the host. */
  readonly tree: string;
}

/** Lists the files to send, and reports the notices about them. */
export async function treeOf({ plan, recorder, signal }: RunContext, { quiet = false } = {}): Promise<PhaseEnd<Tree>> {
  const tree = await orFailure(() => listTree(plan.root, plan.contract.sync, signal))
    .catch((error: unknown) => stoppedBy(signal) ?? Promise.reject(error));
  if (tree.kind === "passed" && !quiet) tree.value.notices.forEach((text) => recorder.notice("warning", text));
  return tree;
}

/**
 * Sends the tree, and compares the copy on the host with it. If files changed meanwhile, lists and sends the tree a second time.
 * Then sends `.git`, if it is wanted. `which` says what has to be equal: the whole copy, or the files that were sent.
 */
export async function sendTree(
  run: RunContext,
  sandbox: Sandbox,
  { tree, which }: { readonly tree: Promise<PhaseEnd<Tree>>; readonly which: Which },
): Promise<PhaseEnd<Synced>> {
  const listed = await tree;
  if (listed.kind === "failed") return listed;
  const sent = await sendFiles(run, sandbox, { tree: listed.value, which });
  if (sent.kind === "failed") return sent;
  const cached = cachedTree(sandbox, run.plan.contract.name);
  return await sendGit(run, sandbox, { paths: sent.value.paths, cached }) ?? sent;
}

async function sendFiles(
  run: RunContext,
  sandbox: Sandbox,
  { tree, which }: { readonly tree: Tree; readonly which: Which },
): Promise<PhaseEnd<Synced>> {
  const first = await send(run, sandbox, { tree, which, isEmpty: which === "all" });
  if (first.kind !== "changed") return first;
  run.recorder.retry("Files changed while they were sent: sending again");
  const again = await treeOf(run, { quiet: true });
  if (again.kind === "failed") return again;
  const second = await send(run, sandbox, { tree: again.value, which, isEmpty: false });
  return second.kind === "changed" ? await second.settle() : second;
}

/** The copy on the host differs, probably because files changed while they were sent. */
interface Changed {
  readonly kind: "changed";
  /** Decides what it means if they are not sent again. */
  readonly settle: () => Promise<PhaseEnd<Synced>>;
}

async function send(
  run: RunContext,
  sandbox: Sandbox,
  { tree, which, isEmpty }: { readonly tree: Tree; readonly which: Which; readonly isEmpty: boolean },
): Promise<PhaseEnd<Synced> | Changed> {
  const { paths } = tree, list = paths.map((path) => `${path}\0`).join("");
  const removed = isEmpty ? undefined : await unsend(run, sandbox, list);
  if (removed !== undefined) return removed;
  const result = await run.transport.push(run.plan.root, repositoryDir(sandbox), {
    files: paths.map((path) => `./${path}\0`).join(""), // rsync reads a name that starts with "#" or ";" as a comment
    copyDest: cachedTree(sandbox, run.plan.contract.name),
    signal: run.signal,
  });
  if (result.code !== 0 && !PARTIAL_CODES.includes(result.code)) return sendFailure(run, result);
  const sent = { files: paths.length, bytes: bytesSent(result.stdout) };
  const synced = (end: PhaseEnd<string>): PhaseEnd<Synced> =>
    end.kind === "failed" ? end : passed({ sandbox, paths, sent, tree: end.value });
  const there = await hashOnHost(run, sandbox, which);
  if (there.kind === "failed" || there.value === tree.hash) return synced(there);
  const settle = async () => {
    const compared = await compareOnHost(run, sandbox, { tree, which });
    return synced(compared.kind === "failed" && result.code !== 0 ? sendFailure(run, result) : compared);
  };
  return { kind: "changed", settle };
}

/** Removes files from the sandbox that are not in the repository any more. `list` has the current paths, each ended by NUL. */
async function unsend(run: RunContext, sandbox: Sandbox, list: string): Promise<Failure | undefined> {
  const stdin = new TextEncoder().encode(list), options = { stdin, signal: run.signal, timeoutMs: 60_000 };
  const removed = await runScript(sandbox, "unsend.sh", [sandbox.dir, `${stdin.length}`], options);
  return removed.code === 0 ? undefined : hostFailure(run, removed, "Removing stale files");
}

/** Returns the directory on the host that has the last tree of a slug. */
function cachedTree(sandbox: Sandbox, slug: string): string {
  return `${sandbox.dir.slice(0, sandbox.dir.lastIndexOf("/sandboxes/"))}/cache/${slug}/tree`;
}

function bytesSent(statistics: string): number {
  return Number(/^Total bytes sent: ([\d,.]+)/m.exec(statistics)?.[1]?.replaceAll(/[,.]/g, "") ?? 0);
}
