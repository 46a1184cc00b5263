import type { Contract } from "../contract/contract.ts";
import { findRepository } from "../contract/find_repository.ts";
import { loadContract } from "../contract/load_contract.ts";
import { COMMAND_NAMES } from "./command_names.ts";
import type { Context } from "./context.ts";

/** A repository that opted in. */
export interface Repository {
  /** Its root: absolute and physical. */
  readonly root: string;
  readonly contract: Contract;
}

/** Finds a repository by path or slug and reads its contract. Throws a UserError that says where was looked, or what is wrong. */
export async function openRepository(nameOrPath: string, context: Context): Promise<Repository> {
  const root = await findRepository(nameOrPath, {
    cwd: context.cwd,
    toolkit: context.toolkit,
    searchPath: context.env("E2E_REPOS"),
    commands: COMMAND_NAMES,
  });
  return { root, contract: await loadContract(root) };
}
