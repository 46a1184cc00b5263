import { list, type Mapping, mapping } from "../contract/values.ts";

/** A place where a compose file refers to another file. */
export interface ComposeReference {
  /** Such as `services.web.env_file[0]`. */
  readonly at: string;
  /** As written, with variables. */
  readonly path: string;
  /** Only for a compose file: its own paths are relative to this directory, or to its own one. */
  readonly compose?: { readonly projectDirectory: string | undefined };
}

/**
 * Returns the references of a compose file that the resolved model no longer shows: `env_file`, `label_file`, `extends`
 * and `include`. Source: the Compose specification, include and extends.
 */
export function composeReferences(content: Mapping): readonly ComposeReference[] {
  return [
    ...Object.entries(mapping(content.services)).flatMap(([name, service]) =>
      serviceReferences(`services.${name}`, mapping(service))
    ),
    ...list(content.include).flatMap((include, index) => includeReferences(`include[${index}]`, include)),
  ];
}

function serviceReferences(at: string, service: Mapping): readonly ComposeReference[] {
  const extended = mapping(service.extends).file;
  return [
    ...["env_file", "label_file"].flatMap((key) =>
      list(service[key]).flatMap((file, index) => {
        const path = typeof file === "string" ? file : mapping(file).path;
        return typeof path === "string" ? [{ at: `${at}.${key}[${index}]`, path }] : [];
      })
    ),
    ...(typeof extended === "string"
      ? [{ at: `${at}.extends.file`, path: extended, compose: { projectDirectory: undefined } }]
      : []),
  ];
}

function includeReferences(at: string, include: unknown): readonly ComposeReference[] {
  if (typeof include === "string") return [{ at, path: include, compose: { projectDirectory: undefined } }];
  const { path, project_directory: directory, env_file: envFile } = mapping(include);
  const projectDirectory = typeof directory === "string" ? directory : undefined;
  return [
    ...strings(path).map((one) => ({ at: `${at}.path`, path: one, compose: { projectDirectory } })),
    ...strings(directory).map((one) => ({ at: `${at}.project_directory`, path: one })),
    ...strings(envFile).map((one) => ({ at: `${at}.env_file`, path: one })),
  ];
}

function strings(value: unknown): readonly string[] {
  return list(value).filter((one) => typeof one === "string");
}
