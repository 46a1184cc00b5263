import type { Argv } from "../host/exec.ts";
import { SCRIPTS } from "../sandbox/scripts.ts";
import doctor from "./scripts/doctor.sh" with { type: "text" };
import makeHome from "./scripts/make_home.sh" with { type: "text" };

/**
 * Builds the argv that runs all checks of a host. `program` is looked up in the login environment; "" for none. `images` are those
 * that a run needs.
 */
export function doctorArgv(program: string, images: readonly string[] = []): Argv {
  const texts = (["host_facts.sh", "list.sh", "lease.sh", "login_env.sh"] as const).map((name) => SCRIPTS[name]);
  return ["sh", "-c", doctor, "doctor.sh", ...texts, program, ...images];
}

/** Creates `E2E_HOME` on a host and prints its path. */
export const makeHomeArgv: Argv = ["sh", "-c", makeHome, "make_home.sh"];
