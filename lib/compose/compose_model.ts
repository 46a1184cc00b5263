import { z } from "zod";
import { UserError } from "../errors.ts";

const texts = z.array(z.string()).readonly();
const flag = z.union([z.boolean(), z.string()]);
const labels = z.record(z.string(), z.unknown()).readonly();

const port = z.looseObject({
  target: z.number(),
  published: z.union([z.string(), z.number()]).optional(),
  protocol: z.string().optional(),
  host_ip: z.string().optional(),
});

const mount = z.looseObject({ type: z.string(), source: z.string().optional(), target: z.string().optional() });

const hooks = z.array(z.looseObject({ privileged: flag.optional() })).nullish();

const build = z.looseObject({
  context: z.string().optional(),
  dockerfile: z.string().optional(),
  args: z.record(z.string(), z.unknown()).nullish(),
  additional_contexts: z.record(z.string(), z.string()).nullish(),
  network: z.string().optional(),
  privileged: flag.optional(),
  cache_from: z.unknown().optional(),
  entitlements: texts.nullish(),
  ssh: z.unknown().optional(),
  labels: labels.nullish(),
  tags: texts.nullish(),
});

const deploy = z.looseObject({
  replicas: z.number().optional(),
  resources: z.looseObject({ reservations: z.looseObject({ devices: z.array(z.unknown()).nullish() }).nullish() })
    .nullish(),
});

const service = z.looseObject({
  build: build.nullish(),
  cap_add: texts.nullish(),
  cgroup: z.string().optional(),
  command: z.unknown().optional(),
  cgroup_parent: z.string().optional(),
  container_name: z.string().optional(),
  credential_spec: z.looseObject({ file: z.string().optional() }).nullish(),
  deploy: deploy.nullish(),
  device_cgroup_rules: texts.nullish(),
  devices: z.array(z.unknown()).nullish(),
  depends_on: z.record(
    z.string(),
    z.looseObject({ condition: z.string().optional(), required: z.boolean().optional() }),
  ).nullish(),
  env_file: z.unknown().optional(),
  environment: z.record(z.string(), z.unknown()).nullish(),
  external_links: texts.nullish(),
  gpus: z.unknown().optional(),
  image: z.string().optional(),
  ipc: z.string().optional(),
  labels: labels.nullish(),
  network_mode: z.string().optional(),
  networks: z.record(z.string(), z.looseObject({ aliases: texts.nullish() }).nullable()).nullish(),
  pid: z.string().optional(),
  ports: z.array(port).readonly().nullish(),
  post_start: hooks,
  pre_stop: hooks,
  privileged: flag.optional(),
  profiles: texts.nullish(),
  provider: z.unknown().optional(),
  restart: z.string().optional(),
  runtime: z.string().optional(),
  scale: z.number().optional(),
  security_opt: texts.nullish(),
  stop_grace_period: z.string().nullish(),
  use_api_socket: flag.optional(),
  userns_mode: z.string().optional(),
  uts: z.string().optional(),
  volumes: z.array(mount).readonly().nullish(),
  volumes_from: texts.nullish(),
});

const named = { name: z.string().optional(), external: z.unknown().optional() };

const network = z.looseObject({
  ...named,
  driver: z.string().optional(),
  driver_opts: z.record(z.string(), z.unknown()).nullish(),
  ipam: z.looseObject({
    config: z.array(z.looseObject({ subnet: z.string().optional() })).nullish(),
    driver: z.string().optional(),
  }).nullish(),
  labels: labels.nullish(),
});

const volume = z.looseObject({
  ...named,
  driver: z.string().optional(),
  driver_opts: z.record(z.string(), z.unknown()).nullish(),
  labels: labels.nullish(),
});

const file = z.looseObject({ ...named, file: z.string().optional(), environment: z.string().optional() });

const model = z.looseObject({
  name: z.string().optional(),
  services: z.record(z.string(), service),
  networks: z.record(z.string(), network.nullable()).nullish(),
  volumes: z.record(z.string(), volume.nullable()).nullish(),
  secrets: z.record(z.string(), file.nullable()).nullish(),
  configs: z.record(z.string(), file.nullable()).nullish(),
  models: z.record(z.string(), z.looseObject({ model: z.string().optional() }).nullable()).nullish(),
});

/**
 * The output of `docker compose config --format json`: everything is resolved, paths are absolute, `$` is written as `$$`.
 * Only the fields that isolation uses have types; all other fields are kept unchanged.
 * Source: the Compose specification, compose-spec.io.
 */
export type ComposeModel = z.output<typeof model>;

/** A service of a {@link ComposeModel}. */
export type ComposeService = ComposeModel["services"][string];

/** A published port of a {@link ComposeService}. */
export type ComposePort = z.output<typeof port>;

/**
 * Parses the output of `docker compose config --format json`.
 * Throws a `UserError` when it is not JSON, or does not have the form that Compose prints.
 */
export function parseComposeModel(json: string): ComposeModel {
  const result = model.safeParse(parseJson(json));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw unreadable(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw unreadable(`expected JSON, found ${JSON.stringify(json.slice(0, 60))}`);
  }
}

function unreadable(why: string): UserError {
  return new UserError(`Cannot read the output of "docker compose config": ${why}`, { hint: "docker compose version" });
}
