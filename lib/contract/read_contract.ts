import type { Contract } from "./contract.ts";
import type { Problem } from "./problem.ts";

/** A contract, or everything that is wrong with its text. */
export type ContractReading =
  | { readonly kind: "valid"; readonly contract: Contract }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] };

/** Reads a contract's text. */
export function readContract(_text: string | Uint8Array, _file: string): ContractReading {
  throw new Error("not built yet");
}
