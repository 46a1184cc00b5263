import type { Contract } from "./contract.ts";
import { contractSchema } from "./contract_schema.ts";
import type { Problem, ProblemText } from "./problem.ts";
import { relationProblems } from "./relation_problems.ts";
import { toContract } from "./to_contract.ts";
import { valueProblems } from "./value_problems.ts";
import { type Place, readYaml } from "./yaml/yaml_text.ts";

type ContractReading =
  | { readonly kind: "valid"; readonly contract: Contract }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** A contract with the places of its values, for further checks; or all problems of its text. */
export type LocatedContract =
  | {
    readonly kind: "valid";
    readonly contract: Contract;
    /** Makes a problem at a place of the text. */
    readonly problemAt: (place: Place, text: ProblemText) => Problem;
  }
  | Extract<ContractReading, { readonly kind: "invalid" }>;

/**
 * Reads the text of a contract: the contract with all defaults filled in, or all problems sorted by place. Problems name
 * the text `file`. Checks nothing outside the text, and never throws, whatever the text or bytes.
 */
export function readContract(text: string | Uint8Array, file: string): ContractReading {
  const reading = readLocatedContract(text, file);
  return reading.kind === "valid" ? { kind: "valid", contract: reading.contract } : reading;
}

/** Does the same as {@link readContract}, and keeps the places of the values. */
export function readLocatedContract(text: string | Uint8Array, file: string): LocatedContract {
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
