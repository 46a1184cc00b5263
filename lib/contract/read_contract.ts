import { complaints } from "./complaints.ts";
import { conflicts } from "./conflicts.ts";
import type { Contract } from "./contract.ts";
import { contractSchema } from "./contract_schema.ts";
import type { Problem, Said } from "./problem.ts";
import { toContract } from "./to_contract.ts";
import { type Place, readYaml } from "./yaml_text.ts";

/** A contract, or everything that is wrong with its text. */
export type ContractReading =
  | { readonly kind: "valid"; readonly contract: Contract }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** A valid contract that further problems can be found with. */
export type LocatedContract =
  | {
    readonly kind: "valid";
    readonly contract: Contract;
    /** Makes a problem at a place of the text. */
    readonly problemAt: (place: Place, said: Said) => Problem;
  }
  | Extract<ContractReading, { readonly kind: "invalid" }>;

/**
 * Reads a contract's text: the contract with all defaults, or all problems in the order of their places. `file` is how the text is called in them.
 * Never throws, whatever the text or bytes are; looks at nothing but the text.
 */
export function readContract(text: string | Uint8Array, file: string): ContractReading {
  const reading = readLocatedContract(text, file);
  return reading.kind === "valid" ? { kind: "valid", contract: reading.contract } : reading;
}

/** The same as {@link readContract}, with the places of the values. */
export function readLocatedContract(text: string | Uint8Array, file: string): LocatedContract {
  const reading = readYaml(text, file);
  if (reading.kind === "unreadable") return { kind: "invalid", problems: sorted(reading.problems) };
  const { data, problems, problemAt, written } = reading.yaml;
  const found = [...complaints(data), ...conflicts(data)].map(({ place, ...said }) => problemAt(place, said));
  const all = [...problems, ...found];
  if (all.length > 0) return { kind: "invalid", problems: sorted(all) };
  return { kind: "valid", contract: toContract(contractSchema.parse(data), { written }), problemAt };
}

function sorted(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
