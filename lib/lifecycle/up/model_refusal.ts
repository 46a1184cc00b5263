import type { ComposeModel } from "../../compose/compose_model.ts";
import { guardRails, renderRefusals } from "../../compose/guard_rails/guard_rails.ts";
import type { Contract } from "../../contract/contract.ts";
import { composeSourceRefusals } from "../../repository/compose_sources.ts";
import { type Failure, failure } from "../../result/phase.ts";
import type { ModelPlace } from "./model_place.ts";

/** Returns why a resolved model may not be run: it breaks a guard rail, or lacks a service that a health check names. */
export async function modelRefusal(
  contract: Contract,
  { model, place, files, root }: {
    readonly model: ComposeModel;
    readonly place: ModelPlace;
    readonly files: readonly string[];
    readonly root: string;
  },
): Promise<Failure | undefined> {
  const { allow } = contract;
  const refusals = [
    ...guardRails(model, { root: place.repository, allow }),
    ...await composeSourceRefusals(files, { root, allow }),
  ];
  if (refusals.length === 0) return unknownService(contract, model);
  return failure("invalid", renderRefusals(refusals), {
    hint: "change the compose file, or add the permission to allow: in e2e/e2e.yml",
  });
}

function unknownService({ healthChecks }: Contract, { services }: ComposeModel): Failure | undefined {
  const known = Object.keys(services);
  const check = healthChecks.find((each) => each.kind === "service" && !known.includes(each.service));
  if (check?.kind !== "service") return undefined;
  const found = `the compose file has ${known.join(", ") || "no services"}`;
  return failure("invalid", `Health check "${check.name}" names service "${check.service}": ${found}`, {
    hint: "edit health_checks in e2e/e2e.yml",
  });
}
