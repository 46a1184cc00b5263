import { dirname, join, relative } from "node:path";
import { guardRails } from "../../compose/guard_rails/guard_rails.ts";
import type { ModelProblem } from "../../compose/guard_rails/model_problem.ts";
import { isInside } from "../../files/inside.ts";
import { composeSourceProblems } from "../../repository/compose_source_problems.ts";
import { gitPlace } from "../../repository/git_copy.ts";
import type { ComposeFacts } from "../repository_facts.ts";
import { envFileFacts } from "./env_file_facts.ts";
import type { ReadableCompose } from "./read_compose.ts";
import { roughModel } from "./rough_model.ts";
import { serviceFacts } from "./service_facts.ts";

/** Collects the facts about a compose file. `file` is relative to the root. */
export async function composeFacts(
  root: string,
  { file, reading }: { readonly file: string; readonly reading: ReadableCompose },
): Promise<ComposeFacts> {
  // Compose resolves relative paths from the directory of the real file.
  const real = await Deno.realPath(join(root, file));
  const model = roughModel(reading, dirname(real));
  const top = join(root, gitPlace(root) ?? "");
  const leaves = (path: string) =>
    isInside(path, top) ? { written: relative(dirname(real), path), target: relative(root, path) } : undefined;
  const problems = [
    ...(model === undefined ? [] : guardRails(model, { root, allow: [], leaves })),
    ...await composeSourceProblems([real], { root, allow: [] }),
  ];
  return {
    file,
    services: serviceFacts(reading.services),
    problems: problems.map(isolationProblem),
    variables: { required: reading.required, empty: reading.empty },
    envFiles: await envFileFacts(root, { reading, base: dirname(real) }),
  };
}

function isolationProblem({ path, found, why, allowance }: ModelProblem): ComposeFacts["problems"][number] {
  return { allowance, text: `${path} ${why} (${found})` };
}
