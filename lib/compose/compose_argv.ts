import { dirname } from "node:path";

/** The argv of a `docker compose` command. */
type ComposeArgv = readonly ["docker", "compose", ...string[]];

/** A compose project whose model is one file. */
interface Project {
  readonly project: string;
  /** The path of the model on the host. */
  readonly file: string;
}

/** Builds the argv that creates and starts the containers of a project, without building images. */
export function composeUp(project: Project): ComposeArgv {
  return onModel(project, "up", "--detach", "--no-build", "--quiet-pull");
}

/** Builds the argv that builds the images of a project. */
export function composeBuild(project: Project): ComposeArgv {
  return onModel(project, "build");
}

/** Builds the argv that pulls the images of services. */
export function composePull({ services, ...project }: Project & { readonly services: readonly string[] }): ComposeArgv {
  return onModel(project, "pull", ...services);
}

/** The files of a model that Compose resolves. */
interface ConfigOptions {
  readonly project: string;
  /** `-` is standard input. */
  readonly files: readonly string[];
  /** The project's directory, that of the first file by default. Variables come from the `.env` file in it too. */
  readonly directory?: string;
  readonly profiles?: readonly string[];
  readonly format?: "json" | "yaml";
}

/** Builds the argv that prints the resolved model. Source: docker compose config --help. */
export function composeConfig(
  { project, files, directory = dirname(files[0] ?? ""), profiles = [], format = "json" }: ConfigOptions,
): ComposeArgv {
  return [
    ...["docker", "compose", "--project-name", project, "--project-directory", directory] as const,
    ...files.flatMap((file) => ["--file", file]),
    ...profiles.flatMap((profile) => ["--profile", profile]),
    ...["config", "--format", format],
  ];
}

/** Builds the argv that prints the logs of a service, or of all; project and file come from the environment. */
export function composeLogs(
  { service, follow }: { readonly service: string | undefined; readonly follow: boolean },
): ComposeArgv {
  const options = [...follow ? ["--follow"] : [], ...service === undefined ? [] : [service]];
  return ["docker", "compose", "--ansi", "never", "logs", "--no-color", ...options];
}

function onModel({ project, file }: Project, ...command: readonly string[]): ComposeArgv {
  return ["docker", "compose", "--ansi", "never", "--project-name", project, "--file", file, ...command];
}
