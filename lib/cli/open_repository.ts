import type { Contract } from "../contract/contract.ts";
import { findRepository } from "../repository/find_repository.ts";
import { loadContract } from "../repository/load_contract.ts";
import type { Context } from "./context.ts";
import { repositoryPlaces } from "./repository_places.ts";

/** A repository with a contract. */
export interface Repository {
  /** Its root: absolute, without symbolic links. */
  readonly root: string;
  readonly contract: Contract;
}

/** Finds a repository by path or slug and reads its contract. Throws a UserError that lists the places searched, or the problems of the contract. */
export async function openRepository(nameOrPath: string, context: Context): Promise<Repository> {
  const root = await findRepository(nameOrPath, repositoryPlaces(context));
  return { root, contract: await loadContract(root) };
}
