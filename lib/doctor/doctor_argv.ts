import type { Argv } from "../host/exec.ts";
import { SCRIPTS } from "../sandbox/scripts.ts";
import doctor from "./scripts/doctor.sh" with { type: "text" };

/** The argv that asks a host everything that a doctor wants to know; `program` is looked for in the login environment, "" for none. */
export function doctorArgv(program: string): Argv {
  return [
    "sh",
    "-c",
    doctor,
    "doctor.sh",
    SCRIPTS["host_facts.sh"],
    SCRIPTS["list.sh"],
    SCRIPTS["login_env.sh"],
    program,
  ];
}
