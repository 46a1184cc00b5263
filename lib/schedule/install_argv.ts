import binarySwap from "./scripts/binary_swap.sh" with { type: "text" };
import binaryTidy from "./scripts/binary_tidy.sh" with { type: "text" };
import clone from "./scripts/clone.sh" with { type: "text" };
import forget from "./scripts/schedule_forget.sh" with { type: "text" };
import type { Argv } from "../host/exec.ts";

/** Makes standard input the host's `e2e-host` if it has this SHA-256. */
export function binarySwapArgv(sha256: string, { allowTest }: { readonly allowTest: boolean }): Argv {
  return ["sh", "-c", binarySwap, "binary_swap.sh", sha256, allowTest ? "yes" : "no"];
}

/** Removes incomplete uploads of a binary. */
export const binaryTidyArgv: Argv = ["sh", "-c", binaryTidy, "binary_tidy.sh"];

/** Clones a repository into a directory, relative to the home directory. */
export function cloneArgv(dir: string, url: string): Argv {
  return ["sh", "-c", clone, "clone.sh", dir, url];
}

/** Removes the logs and locks of schedules, and what an earlier call left because a run used it; `all`: also the binary. */
export function forgetArgv(slugs: readonly string[], { all }: { readonly all: boolean }): Argv {
  return ["sh", "-c", forget, "schedule_forget.sh", ...slugs, ...(all ? ["--all"] : [])];
}
