import { join } from "node:path";
import type { ComposeModel } from "../../compose/compose_model.ts";
import { type Failure, failure } from "../../result/phase.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RunContext } from "../run_context.ts";
import { modelPlace } from "./model_place.ts";
import { resolveModel } from "./resolve_model.ts";

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
  const { root, contract } = run.plan, place = { ...modelPlace(run, { sandbox, paths: [] }), warn: () => {} };
  const files = await Promise.all(contract.composeFiles.map((file) => Deno.realPath(join(root, file))));
  const all = await resolveModel({ ...run.plan, contract: { ...contract, profiles: ["*"] } }, place, files);
  if (all.kind === "failed") return undefined;
  for (const [builder, { build, image, profiles }] of Object.entries(all.value.services)) {
    if (!build || builder in model.services) continue;
    const name = [image, ...build.tags ?? []].find((each) => each !== undefined && userOf(each) !== undefined);
    if (name === undefined) continue;
    const found = `${userOf(name)} needs image "${name}", which service "${builder}" builds`;
    const behind = `but that is behind profile ${
      (profiles ?? []).map((each) => `"${each}"`).join(" or ")
    }, which is not active`;
    return failure("unhealthy", `An image is missing: ${found}, ${behind}`, {
      detail,
      hint: `add profiles: [${profiles?.[0]}] to e2e/e2e.yml, ${also}`,
    });
  }
  return undefined;
}
