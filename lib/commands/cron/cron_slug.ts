import { slugPattern } from "../../contract/slug.ts";
import type { Context } from "../../cli/context.ts";
import { openRepository } from "../../cli/open_repository.ts";

/** The slug of a repository: as it was typed, or the one of the contract at a path. */
export async function slugOf(nameOrPath: string, context: Context): Promise<string> {
  return slugPattern.test(nameOrPath) ? nameOrPath : (await openRepository(nameOrPath, context)).contract.name;
}
