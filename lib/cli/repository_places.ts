import type { RepositoryPlaces } from "../repository/find_repository.ts";
import type { Context } from "./context.ts";

/** Returns the places where repositories are looked up. */
export function repositoryPlaces({ cwd, toolkit, env }: Context): RepositoryPlaces {
  return { cwd, toolkit, searchPath: env("E2E_REPOS") };
}
