import type { ComposeModel } from "../../compose/compose_model.ts";
import { type Failure, failure } from "../../result/phase.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RunContext } from "../run_context.ts";
import { modelPlace } from "./model_place.ts";
import { composeFiles, resolveModel } from "./resolve_model.ts";

/** Options of {@link idleBuilder}. */
interface MissingImages {
  /** The isolated model. */
  readonly model: ComposeModel;
  /** Returns what needs an image and cannot get it, such as `service "web"`. */
  readonly userOf: (image: string) => string | undefined;
  readonly detail: readonly string[];
  /** What to do besides switching the profile on, or instead. */
  readonly also: string;
}

/** Returns the failure of a stack with an image that the repository builds itself, in a service that no active profile starts. */
export async function idleBuilder(
  run: RunContext,
  sandbox: Sandbox,
  { model, userOf, detail, also }: MissingImages,
): Promise<Failure | undefined> {
  const place = { ...modelPlace(run, { sandbox, paths: [] }), warn: () => {} };
  const plan = { ...run.plan, contract: { ...run.plan.contract, profiles: ["*"] } };
  const { there } = await composeFiles(plan, place), all = await resolveModel(plan, place, there);
  if (all.kind === "failed") return undefined;
  for (const [builder, { build, image, profiles }] of Object.entries(all.value.services)) {
    if (!build || Object.hasOwn(model.services, builder)) continue;
    const name = [image, ...build.tags ?? []].find((each) => each !== undefined && userOf(each) !== undefined);
    if (name === undefined) continue;
    const found = `${userOf(name)} needs image "${name}", which service "${builder}" builds`;
    const behind = (profiles ?? []).map((each) => `"${each}"`).join(" or ");
    return failure(
      "unhealthy",
      `An image is missing: ${found}, but that is behind profile ${behind}, which is not active`,
      {
        detail,
        hint: `add profiles: [${profiles?.[0]}] to e2e/e2e.yml, ${also}`,
      },
    );
  }
  return undefined;
}
