import { parse } from "yaml";
import { type ComposeModel, parseComposeModel } from "./compose_model.ts";
import { changeServices } from "./isolate/change_services.ts";
import { texts } from "../contract/values.ts";

/** Whether Compose could not print a model as JSON because a build names SSH keys. Compose 2.26 prints such a model only as YAML. */
export function isOnlyYaml(stderr: string): boolean {
  return /MarshalJSON for type types\.SSHKey/.test(stderr);
}

/** Parses the output of `docker compose config --format yaml`. Throws a `UserError` like `parseComposeModel()`. */
export function parseYamlModel(yaml: string): ComposeModel {
  return changeServices(parseComposeModel(JSON.stringify(parse(yaml))), ({ build, ...service }) => {
    if (!build?.ssh) return { value: build ? { ...service, build } : service, changes: [] };
    const ssh = texts(build.ssh).map((key) => key.replace(": ", "=")); // Compose reads "ID=FILE" and prints "ID: FILE"
    return { value: { ...service, build: { ...build, ssh } }, changes: [] };
  }).value;
}
