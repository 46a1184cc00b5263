import { slugPattern } from "../../contract/slug.ts";
import type { Context } from "../../cli/context.ts";
import { openRepository } from "../../cli/open_repository.ts";

/** Returns the slug of a repository: the given slug, or the name in the contract at a path. */
export async function repositorySlug(nameOrPath: string, context: Context): Promise<string> {
  return slugPattern.test(nameOrPath) ? nameOrPath : (await openRepository(nameOrPath, context)).contract.name;
}
