import { copyGit, gitPlace, wantsGit } from "../../repository/git_copy.ts";
import { type Failure, orFailure } from "../../result/phase.ts";
import { stoppedBy } from "../../result/stop_reason.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { repositoryDir } from "../environment.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import { sendFailure } from "./send_failure.ts";

/** Options of {@link sendGit}. */
interface GitOptions {
  /** The files that are sent, relative to the root. */
  readonly paths: readonly string[];
  /** The directory on the host that has the last tree. */
  readonly cached: string;
}

/**
 * Sends a copy of `.git` when `sync.include` names it, in place of an earlier one. It is not part of the tree's hash, which is
 * about files that git has in another form too: the same commit can have other bytes in `.git`.
 */
export async function sendGit(
  run: RunContext,
  sandbox: Sandbox,
  { paths, cached }: GitOptions,
): Promise<Failure | undefined> {
  const { plan: { root, contract, collectInto: into }, signal, transport } = run;
  if (!wantsGit(contract.sync) || gitPlace(root) !== "") return undefined;
  const copied = await orFailure(() => copyGit(root, { paths, into, signal }));
  if (copied.kind === "failed") return stoppedBy(signal) ?? copied;
  await using copy = copied.value;
  const there = `${sandbox.dir}/git.new`;
  const sent = await transport.push(copy.path, there, { copyDest: `${cached}/.git`, signal });
  if (sent.code !== 0) return sendFailure(run, sent);
  const replace = 'rm -rf "$2" && mv -T "$1" "$2"';
  const argv = ["sh", "-c", replace, "sh", there, `${repositoryDir(sandbox)}/.git`] as const;
  const moved = await transport.run(argv, { signal, timeoutMs: 60_000 });
  return moved.code === 0 ? undefined : hostFailure(run, moved, "Replacing .git");
}
