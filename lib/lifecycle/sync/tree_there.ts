import { UserError } from "../../errors.ts";
import { runScript, type Sandbox } from "../../sandbox/sandbox.ts";
import { failure, failureOf, passed, type PhaseEnd } from "../../result/phase.ts";
import { readEntries } from "../../repository/read_entries.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import type { Tree } from "../../repository/tree.ts";
import { differingPaths, pathOf, treeHash } from "../../repository/tree_records.ts";

/** What of the sandbox's repository is looked at: all of it, or what was sent, when others have written there too. */
export type Which = "all" | "sent";

/** The hash of the tree that lies on the host. */
export async function hashThere(run: RunContext, sandbox: Sandbox, which: Which): Promise<PhaseEnd<string>> {
  const result = await runScript(sandbox, "tree_hash.sh", [sandbox.dir, which], { signal: run.signal });
  return result.code === 0 ? passed(result.stdout.trim()) : hostFailure(run, result, "Hashing the tree");
}

/**
 * Compares a tree with what lies on the host, path by path. Paths that have changed here meanwhile are named, and the hash is that of
 * what lies there; when others differ, the tree has not arrived.
 */
export async function compareThere(
  run: RunContext,
  sandbox: Sandbox,
  { tree, which }: { readonly tree: Tree; readonly which: Which },
): Promise<PhaseEnd<string>> {
  const { signal, plan, recorder, transport } = run;
  const listed = await runScript(sandbox, "tree_hash.sh", [sandbox.dir, which, "records"], { signal });
  if (listed.code !== 0) return hostFailure(run, listed, "Listing the tree");
  const there = listed.stdout.split("\0").filter((record) => record !== "");
  const differing = differingPaths(tree.records, there);
  const changed = await changedHere(plan.root, differing, { tree, arrived: new Set(there.map(pathOf)) });
  if (changed.kind === "failed") return changed;
  const wrong = differing.filter((path) => !changed.value.has(path));
  if (wrong.length > 0) {
    return failure("infra", `The tree on ${transport.name} is not the one that was sent: ${named(wrong)}`, {
      hint: `e2e doctor --host ${transport.name}, then try again`,
    });
  }
  if (differing.length > 0) {
    recorder.notice("warning", `files keep changing here, the tests see them as they were sent: ${named(differing)}`);
  }
  return passed(treeHash(there));
}

/** Which of the paths are not what they were when the tree was listed, or have arrived and were something else meanwhile. */
async function changedHere(
  root: string,
  paths: readonly string[],
  { tree: { records, changedMs }, arrived }: { readonly tree: Tree; readonly arrived: ReadonlySet<string> },
): Promise<PhaseEnd<ReadonlySet<string>>> {
  const differing = new Set(paths);
  try {
    const now = await readEntries(root, paths);
    const here = [...now.values()].flatMap((entry) => typeof entry === "string" ? [] : entry.records);
    const others = differingPaths(records.filter((record) => differing.has(pathOf(record))), here);
    const touched = [...now].flatMap(([path, entry]) =>
      typeof entry === "string" || !arrived.has(path) || entry.changedMs === changedMs.get(path) ? [] : [path]
    );
    return passed(new Set([...others, ...touched]));
  } catch (error) {
    if (error instanceof UserError) return failureOf(error);
    throw error;
  }
}

const NAMED = 5;

function named(paths: readonly string[]): string {
  const more = paths.length > NAMED ? `, and ${paths.length - NAMED} more` : "";
  return `${paths.slice(0, NAMED).map((path) => JSON.stringify(path)).join(", ")}${more}`;
}
