import { git } from "../host/git.ts";
import type { Result } from "../result/result.ts";

/**
 * Returns the commit that is checked out, and whether files differ from it. Returns null without Git, before the first
 * commit, or when git takes too long or is cancelled.
 */
export async function gitState(root: string, signal?: AbortSignal): Promise<Result["git"]> {
  const { code, stdout } = await git(root, ["status", "--porcelain=v2", "--branch", "--", "."], {
    timeoutMs: 60_000,
    signal,
  });
  const of = (name: string) => new RegExp(`^# branch\\.${name} (.+)$`, "m").exec(stdout)?.[1];
  const sha = of("oid");
  if (code !== 0 || sha === undefined || sha === "(initial)") return null;
  const head = of("head");
  return { sha, branch: head === undefined || head === "(detached)" ? null : head, dirty: /^[^#]/m.test(stdout) };
}
