import type { RepositoryPlaces } from "../repository/find_repository.ts";
import type { Context } from "./context.ts";

/** Where repositories are looked up here. */
export function repositoryPlaces({ cwd, toolkit, env }: Context): RepositoryPlaces {
  return { cwd, toolkit, searchPath: env("E2E_REPOS") };
}
