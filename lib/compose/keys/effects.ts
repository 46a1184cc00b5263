import type { Allowance } from "../../contract/contract.ts";

/** Keys of one table that are treated in the same way: their names, separated by spaces, and what isolation does about them. */
export type KeyRow = readonly [keys: string, effect: string];

/** The keys below each path of a compose model. `*` stands for any name, and an item of a list has the path of the list. */
export type KeyTable = Readonly<Record<string, readonly KeyRow[]>>;

/** The key stays as it is written. */
export const KEPT = "kept";

/** The key stays, and has no effect in a run. */
export const UNUSED = "kept, but `docker compose up` does not use it";

/** Compose replaces the key by what it means, before isolation. */
export const RESOLVED = "resolved by Compose";

/** The key has keys of its own. */
export const TABLE = "see its own table";

/** The labels of what the clean-up finds by its labels. */
export const LABELS = "kept, with the labels of the run added; `com.docker.compose.*`: refused";

/** What happens to the tags of images that the compose file builds, wherever they are used. */
export const OWN_TAG = "a tag that this file builds: replaced by the sandbox's own";

/** The key is refused, unless the contract allows it. */
export function refused(allowance: Allowance): string {
  return `refused without \`allow: ${allowance}\``;
}

/** Some values of the key are refused, unless the contract allows them; others are kept. */
export function partly(...values: readonly (readonly [what: string, allowance: Allowance])[]): string {
  return [KEPT, ...values.map(([what, allowance]) => `${what}: ${refused(allowance)}`)].join("; ");
}

/** A file or directory of the host. */
export const PATH = partly(["outside the repository", "outside-paths"]);
