import { resolve } from "node:path";
import { absolutePaths } from "../../compose/absolute_paths.ts";
import { type ComposeModel, parseComposeModel } from "../../compose/compose_model.ts";
import { UserError } from "../../errors.ts";
import type { ReadableCompose, SourcedService } from "./read_compose.ts";
import { list, type Mapping, mapping, text, texts } from "../../contract/values.ts";

/**
 * Makes a rough version of the output of `docker compose config` for the guard rails: short forms become long, paths
 * absolute. Returns undefined for values that Compose would refuse. `base` is the directory of the first file.
 */
export function roughModel(
  { services, resources }: ReadableCompose,
  base: string,
): ComposeModel | undefined {
  const started = [...services].filter(([, { service }]) => texts(service.profiles).length === 0);
  const model = {
    services: Object.fromEntries(started.map(([name, one]) => [name, roughService(one)])),
    networks: resources.networks,
    volumes: resources.volumes,
    secrets: withFiles(resources.secrets, base),
    configs: withFiles(resources.configs, base),
    models: resources.models,
  };
  try {
    return absolutePaths(parseComposeModel(JSON.stringify(model)), base);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The keys that the guard rails check. */
const KEPT = [
  ...["cap_add", "cgroup", "cgroup_parent", "container_name", "credential_spec", "deploy", "device_cgroup_rules"],
  ...["devices", "external_links", "gpus", "ipc", "network_mode", "pid", "post_start", "pre_stop", "privileged"],
  ...["provider", "runtime", "security_opt", "use_api_socket", "userns_mode", "uts", "volumes_from"],
];

function roughService({ service, base }: SourcedService): Mapping {
  return {
    ...Object.fromEntries(KEPT.filter((key) => key in service).map((key) => [key, service[key]])),
    ...(service.build === undefined ? {} : { build: roughBuild(service.build, base) }),
    volumes: list(service.volumes).map((volume) => roughMount(volume, base)),
    env_file: list(service.env_file).flatMap((file) => {
      const path = text(file) ?? text(mapping(file).path);
      return path === undefined ? [] : [resolve(base, path)];
    }),
  };
}

function roughBuild(build: unknown, base: string): Mapping {
  const { context = ".", dockerfile, network, privileged, entitlements, ssh, cache_from } = typeof build === "string"
    ? { context: build }
    : mapping(build);
  const place = text(context) ?? ".";
  return {
    context: /^(?:[a-z+]+:\/\/|git@)/.test(place) ? place : resolve(base, place),
    ...(typeof dockerfile === "string" ? { dockerfile } : {}),
    ...(typeof network === "string" ? { network } : {}),
    ...(privileged === undefined ? {} : { privileged }),
    ...(entitlements === undefined ? {} : { entitlements }),
    ssh,
    cache_from,
  };
}

/** Source: the Compose specification, volumes, short syntax. */
function roughMount(volume: unknown, base: string): Mapping {
  if (typeof volume !== "string") {
    const { type = "volume", source, target } = mapping(volume);
    const isBind = type === "bind" && typeof source === "string";
    return {
      ...mapping(volume),
      type,
      ...(source === undefined ? {} : { source: isBind ? place(source, base) : source }),
      target,
    };
  }
  const [source = "", target] = volume.split(":");
  if (target === undefined) return { type: "volume", target: source };
  return /^[.~/]/.test(source)
    ? { type: "bind", source: place(source, base), target }
    : { type: "volume", source, target };
}

function place(path: string, base: string): string {
  return path.startsWith("~") ? resolve("/~", path.slice(1).replace(/^\//, "")) : resolve(base, path);
}

function withFiles(resources: unknown, base: string): Mapping {
  return Object.fromEntries(
    Object.entries(mapping(resources)).map(([name, one]) => {
      const { file } = mapping(one);
      return [name, typeof file === "string" ? { ...mapping(one), file: resolve(base, file) } : one];
    }),
  );
}
