import { dirname } from "node:path";
import { composeConfig } from "../../compose/compose_argv.ts";
import { type ComposeModel, parseComposeModel } from "../../compose/compose_model.ts";
import { contentVariables, variablesModel, variableValues } from "../../compose/content_variables.ts";
import { orFailure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { ModelPlace, PlanOfModel } from "./model_place.ts";

/**
 * Returns the values of the variables that secrets and configs of a model have as their content, as Compose reads them: from
 * the environment, else from the `.env` file beside the first compose file. Warns about those that are not set. `files` are
 * the compose files at the place.
 */
export async function contentValues(
  { project }: PlanOfModel,
  { compose, warn }: ModelPlace,
  { model, files }: { readonly model: ComposeModel; readonly files: readonly string[] },
): Promise<PhaseEnd<Readonly<Record<string, string>>>> {
  const names = contentVariables(model);
  if (names.length === 0) return passed({});
  const ended = await compose(
    composeConfig({ project, files: ["-"], directory: dirname(files[0] ?? "") }),
    variablesModel(names),
  );
  if (ended.kind === "failed") return ended;
  return await orFailure(() => {
    const values = variableValues(parseComposeModel(ended.value.stdout));
    names.filter((name) => !Object.hasOwn(values, name)).forEach((name) =>
      warn(`variable ${name} of a secret or config is not set`)
    );
    return values;
  });
}
