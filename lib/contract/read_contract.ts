import type { Contract } from "./contract.ts";
import { contractSchema } from "./contract_schema.ts";
import type { Problem, ProblemText } from "./problem.ts";
import { relationProblems } from "./relation_problems.ts";
import { toContract } from "./to_contract.ts";
import { valueProblems } from "./value_problems.ts";
import { type Place, readYaml } from "./yaml/yaml_text.ts";

/** A valid contract. */
export interface ValidContract {
  readonly kind: "valid";
  readonly contract: Contract;
  /** Makes a problem at a place of the text, for further checks. */
  readonly problemAt: (place: Place, text: ProblemText) => Problem;
}

type ContractReading = ValidContract | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/**
 * Reads the text of a contract: the contract with all defaults filled in, or all problems sorted by place. Problems name
 * the text `file`. Checks nothing outside the text, and never throws, whatever the text or bytes.
 */
export function readContract(text: string | Uint8Array, file: string): ContractReading {
  const reading = readYaml(text, file);
  if (reading.kind === "unreadable") return { kind: "invalid", problems: sorted(reading.problems) };
  const { data, problems, problemAt, sourceAt } = reading.yaml;
  const found = [...valueProblems(data), ...relationProblems(data)].map(({ place, ...text }) => problemAt(place, text));
  const all = [...problems, ...found];
  if (all.length > 0) return { kind: "invalid", problems: sorted(all) };
  return { kind: "valid", contract: toContract(contractSchema.parse(data), { sourceAt }), problemAt };
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
