import { dirname, join } from "node:path";
import type { RepositoryFacts } from "../../../lib/init/repository_facts.ts";
import { inspect } from "../../../lib/init/inspect.ts";
import { plan } from "../../../lib/init/plan.ts";

/** The facts about a repository, and the files that `init` would write into it. */
export interface Looked {
  readonly facts: RepositoryFacts;
  readonly contract: string;
  readonly files: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

/** Runs `inspect` and `plan` on a repository with the given files, with the most likely compose file. */
export async function lookAt(files: Readonly<Record<string, string>>): Promise<Looked> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [path, text] of Object.entries(files)) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), text);
    }
    const facts = await inspect(root, (found) => Promise.resolve(found[0] ?? ""));
    const planned = plan(facts, { template: undefined, version: "0.0.0" });
    const texts = planned.files.map((
      file,
    ) => [file.path, file.kind === "link" ? `-> ${file.target}` : file.kind === "existing" ? "" : file.text]);
    const written = Object.fromEntries(texts);
    return { facts, contract: written["e2e/e2e.yml"], files: written, notes: planned.notes };
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}
