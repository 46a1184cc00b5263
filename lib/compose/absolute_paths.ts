import { resolve } from "node:path/posix";
import type { ComposeModel } from "./compose_model.ts";
import { changeServices } from "./isolate/change_services.ts";

/** The name and the file of a seccomp profile, which Compose reads when it creates the container. */
const SECCOMP_FILE = /^seccomp[=:](?!unconfined$|builtin$)(.+)$/;

/** Makes the paths absolute that Compose leaves relative to the project's directory, because the model is run from another one. */
export function absolutePaths(model: ComposeModel, directory: string): ComposeModel {
  const base = directory.replaceAll("$", "$$$$"); // as Compose writes values
  return changeServices(model, (service) => ({
    value: service.security_opt
      ? { ...service, security_opt: service.security_opt.map((option) => withAbsoluteFile(option, base)) }
      : service,
    changes: [],
  })).value;
}

function withAbsoluteFile(option: string, base: string): string {
  const file = seccompFile(option);
  return file === undefined ? option : `seccomp=${resolve(base, file)}`;
}

/** Returns the file in an item of `security_opt`; undefined if it names none. */
export function seccompFile(option: string): string | undefined {
  return SECCOMP_FILE.exec(option)?.[1];
}
