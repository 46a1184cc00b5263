import { dirname, resolve } from "node:path";
import { composeData } from "./compose_data.ts";
import { readEnv } from "./read_env.ts";
import { isMapping, list, type Mapping, mapping, text, texts } from "../../contract/values.ts";

/** A compose file merged with all files that it includes and extends. */
export interface ReadableCompose {
  readonly kind: "compose";
  /** The services by name. */
  readonly services: ReadonlyMap<string, SourcedService>;
  /** The top-level mappings networks, volumes, secrets, configs and models. */
  readonly resources: Mapping;
  /** Variables without a value that the files require. */
  readonly required: readonly string[];
  /** Variables without a value that the files read as empty. */
  readonly empty: readonly string[];
  /** Whether the file uses variables of the `.env` beside it. */
  readonly usesEnv: boolean;
}

/** A compose file, or why it cannot be read. */
export type ComposeReading = ReadableCompose | { readonly kind: "unreadable"; readonly why: string };

/** A service as written in a file. */
export interface SourcedService {
  readonly service: Mapping;
  /** The directory that its relative paths are relative to. */
  readonly base: string;
}

const MAX_DEPTH = 8, MAX_FILES = 100;

/**
 * Reads a compose file the way Compose does, as far as `init` needs it: variables with their defaults and the values of the
 * `.env` beside the file, anchors, local `include` and `extends`. `file` is absolute. Never throws for what a file contains.
 */
export async function readCompose(file: string): Promise<ComposeReading> {
  const values = readEnv(await Deno.readTextFile(resolve(dirname(file), ".env")).catch(() => ""));
  const read = (values: Context["values"]) =>
    readFile(file, { values, base: dirname(file), within: [], budget: { files: MAX_FILES } });
  const reading = await read(values);
  if (reading.kind === "unreadable" || Object.keys(values).length === 0) return reading;
  const without = await read({});
  return { ...reading, usesEnv: JSON.stringify(shown(reading)) !== JSON.stringify(shown(without)) };
}

function shown(reading: ComposeReading): unknown {
  return reading.kind === "compose" ? { ...reading, services: [...reading.services] } : reading;
}

interface Context {
  readonly values: Readonly<Record<string, string>>;
  readonly base: string;
  /** The files that include this one: files may include each other. */
  readonly within: readonly string[];
  /** The number of files that may still be read. */
  readonly budget: { files: number };
}

async function readFile(file: string, outer: Context): Promise<ComposeReading> {
  if (outer.within.includes(file) || outer.within.length >= MAX_DEPTH || outer.budget.files-- <= 0) {
    return { kind: "unreadable", why: "its files include each other, or are too many" };
  }
  const context = { ...outer, within: [...outer.within, file] };
  const source = await Deno.readTextFile(file).catch((error) => new Error(String(error)));
  if (source instanceof Error) return { kind: "unreadable", why: source.message };
  const parsed = composeData(source, context.values);
  if (parsed.kind === "unreadable") return parsed;
  const { data, required, empty } = parsed;
  const { services, include, ...resources } = mapping(data);
  if (services === undefined && include === undefined) {
    return { kind: "unreadable", why: 'expected "services" or "include", found neither' };
  }
  const included = await Array.fromAsync(list(include), (one) => readIncluded(one, context));
  const own = { services: await extendedServices(services, context), resources, required, empty };
  return merge([...included.flat(), own]);
}

async function extendedServices(services: unknown, context: Context): Promise<ReadonlyMap<string, SourcedService>> {
  const own = new Map(
    Object.entries(mapping(services)).map(([name, one]) => [name, { service: mapping(one), base: context.base }]),
  );
  const extended = new Map<string, SourcedService>();
  for (const [name, one] of own) extended.set(name, await withBase(one, { own, context }));
  return extended;
}

function merge(all: readonly Omit<ReadableCompose, "kind" | "usesEnv">[]): ReadableCompose {
  return {
    kind: "compose",
    services: new Map(all.flatMap((one) => [...one.services])),
    resources: mergedResources(all.map((one) => one.resources)),
    required: [...new Set(all.flatMap((one) => one.required))],
    empty: [...new Set(all.flatMap((one) => one.empty))],
    usesEnv: false,
  };
}

/** Files that cannot be read are left for Compose to report. */
async function readIncluded(include: unknown, context: Context): Promise<readonly ReadableCompose[]> {
  const { path, project_directory: directory } = typeof include === "string" ? { path: include } : mapping(include);
  const readings = await Array.fromAsync(texts(path), async (one) => {
    const file = resolve(context.base, one);
    const inner = typeof directory === "string" ? resolve(context.base, directory) : dirname(file);
    return await readFile(file, { ...context, base: inner });
  });
  return readings.filter((reading) => reading.kind === "compose");
}

interface Family {
  readonly own: ReadonlyMap<string, SourcedService>;
  readonly context: Context;
  /** The services that extend this one: services may extend each other. */
  readonly below?: readonly string[];
}

/** Merges a service with the service that it extends. */
async function withBase(one: SourcedService, { own, context, below = [] }: Family): Promise<SourcedService> {
  const { extends: extended, ...service } = one.service;
  const name = text(extended) ?? text(mapping(extended).service);
  if (name === undefined || below.includes(name)) return { ...one, service };
  const file = text(mapping(extended).file);
  const target = file === undefined ? context.within.at(-1) : resolve(context.base, file);
  if (target === undefined || target === context.within.at(-1)) {
    const parent = own.get(name);
    if (parent === undefined) return { ...one, service };
    return mergeOver(await withBase(parent, { own, context, below: [...below, name] }), service);
  }
  const reading = await readFile(target, { ...context, base: dirname(target) });
  const parent = reading.kind === "compose" ? reading.services.get(name) : undefined;
  return parent === undefined ? { ...one, service } : mergeOver(parent, service);
}

/** Merges a service over its parent: mappings and lists are joined. Source: the Compose specification, merge. */
function mergeOver({ service: parent, base }: SourcedService, service: Mapping): SourcedService {
  const joined = Object.entries(service).map(([key, value]) => {
    const below = parent[key];
    if (Array.isArray(value) && Array.isArray(below)) return [key, [...below, ...value]];
    return [key, isMapping(value) && isMapping(below) ? { ...below, ...value } : value];
  });
  return { service: { ...parent, ...Object.fromEntries(joined) }, base };
}

function mergedResources(all: readonly Mapping[]): Mapping {
  const keys = ["networks", "volumes", "secrets", "configs", "models"];
  return Object.fromEntries(keys.map((key) => [key, Object.assign({}, ...all.map((one) => mapping(one[key])))]));
}
