import { runScript, type Sandbox } from "../../sandbox/sandbox.ts";
import { failure, orFailure, passed, type PhaseEnd } from "../../result/phase.ts";
import { readEntries } from "../../repository/read_entries.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import type { Tree } from "../../repository/tree.ts";
import { differingPaths, pathOf, treeHash } from "../../repository/tree_records.ts";

/** Which files of the copy are compared: all, or only those that were sent, if the stack or the tests have written there too. */
export type Which = "all" | "sent";

/** Returns the hash of the copy on the host. */
export async function hashOnHost(run: RunContext, sandbox: Sandbox, which: Which): Promise<PhaseEnd<string>> {
  const result = await runScript(sandbox, "tree_hash.sh", [sandbox.dir, which], { signal: run.signal });
  return result.code === 0 ? passed(result.stdout.trim()) : hostFailure(run, result, "Hashing the tree");
}

/**
 * Compares a tree with the copy on the host, path by path, and returns the hash of the copy. Reports paths that changed here
 * meanwhile. Fails if other paths differ: then the tree did not arrive.
 */
export async function compareOnHost(
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
    return failure("infra", `The tree on ${transport.name} differs from the one that was sent: ${someOf(wrong)}`, {
      hint: `e2e doctor --host ${transport.name}, then try again`,
    });
  }
  if (differing.length > 0) {
    recorder.notice(
      "warning",
      `Files keep changing on this machine; the tests use the files that were sent: ${someOf(differing)}`,
    );
  }
  return passed(treeHash(there));
}

/**
 * Returns the paths that have changed since the tree was listed: those with another content now, and those that arrived and were
 * modified meanwhile.
 */
async function changedHere(
  root: string,
  paths: readonly string[],
  { tree: { records, changedMs }, arrived }: { readonly tree: Tree; readonly arrived: ReadonlySet<string> },
): Promise<PhaseEnd<ReadonlySet<string>>> {
  const differing = new Set(paths);
  return await orFailure(async () => {
    const now = await readEntries(root, paths);
    const here = [...now.values()].flatMap((entry) => typeof entry === "string" ? [] : entry.records);
    const others = differingPaths(records.filter((record) => differing.has(pathOf(record))), here);
    const touched = [...now].flatMap(([path, entry]) =>
      typeof entry === "string" || !arrived.has(path) || entry.changedMs === changedMs.get(path) ? [] : [path]
    );
    return new Set([...others, ...touched]);
  });
}

const NAMED = 5;

function someOf(paths: readonly string[]): string {
  const more = paths.length > NAMED ? `, and ${paths.length - NAMED} more` : "";
  return `${paths.slice(0, NAMED).map((path) => JSON.stringify(path)).join(", ")}${more}`;
}
