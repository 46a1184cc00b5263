import { dirname, resolve } from "node:path";
import { composeData } from "./compose_data.ts";
import { readEnv } from "./interpolate.ts";
import { isMapping, list, type Mapping, mapping, text, texts } from "../../contract/values.ts";

/** One compose file with what it includes and extends, merged; or why it is none. */
export type ComposeReading =
  | {
    readonly kind: "compose";
    /** Each service with the directory that its relative paths are relative to. */
    readonly services: ReadonlyMap<string, SourcedService>;
    /** The other mappings at the top: networks, volumes, secrets, configs. */
    readonly resources: Mapping;
    readonly required: readonly string[];
    readonly empty: readonly string[];
    /** Whether `.env` beside it makes a difference. */
    readonly usesEnv: boolean;
  }
  | { readonly kind: "unreadable"; readonly why: string };

/** A service as it is written, and where. */
export interface SourcedService {
  readonly service: Mapping;
  readonly base: string;
}

const deepest = 8, mostFiles = 100;

/**
 * Reads a compose file, absolute, the way Compose does as far as `init` needs it: variables with their defaults and the
 * values of `.env` beside it, anchors, local `include` and `extends`. Never throws for what a file holds.
 */
export async function readCompose(file: string): Promise<ComposeReading> {
  const values = readEnv(await Deno.readTextFile(resolve(dirname(file), ".env")).catch(() => ""));
  const read = (values: Around["values"]) =>
    readFile(file, { values, base: dirname(file), within: [], budget: { files: mostFiles } });
  const reading = await read(values);
  if (reading.kind === "unreadable" || Object.keys(values).length === 0) return reading;
  const without = await read({});
  return { ...reading, usesEnv: JSON.stringify(shown(reading)) !== JSON.stringify(shown(without)) };
}

function shown(reading: ComposeReading): unknown {
  return reading.kind === "compose" ? { ...reading, services: [...reading.services] } : reading;
}

interface Around {
  readonly values: Readonly<Record<string, string>>;
  readonly base: string;
  /** The files that led here: files may include each other. */
  readonly within: readonly string[];
  /** How many more files are read. */
  readonly budget: { files: number };
}

async function readFile(file: string, outer: Around): Promise<ComposeReading> {
  if (outer.within.includes(file) || outer.within.length >= deepest || outer.budget.files-- <= 0) {
    return { kind: "unreadable", why: "files that include each other, or too many" };
  }
  const around = { ...outer, within: [...outer.within, file] };
  const source = await Deno.readTextFile(file).catch((error) => new Error(String(error)));
  if (source instanceof Error) return { kind: "unreadable", why: source.message };
  const parsed = composeData(source, around.values);
  if (parsed.kind === "unreadable") return parsed;
  const { data, required, empty } = parsed;
  const { services, include, ...resources } = mapping(data);
  if (services === undefined && include === undefined) {
    return { kind: "unreadable", why: 'expected "services" or "include", found neither' };
  }
  const included = await inTurn(list(include), (one) => readIncluded(one, around));
  const own = new Map(
    Object.entries(mapping(services)).map((
      [name, service],
    ) => [name, { service: mapping(service), base: around.base }]),
  );
  const extended = new Map<string, SourcedService>();
  for (const [name, one] of own) extended.set(name, await withBase(one, { own, around }));
  const merged = [...included, { services: extended, resources, required, empty }];
  return {
    kind: "compose",
    services: new Map(merged.flatMap((one) => [...one.services])),
    resources: mergedResources(merged.map((one) => one.resources)),
    required: [...new Set(merged.flatMap((one) => one.required))],
    empty: [...new Set(merged.flatMap((one) => one.empty))],
    usesEnv: false,
  };
}

type Readable = Extract<ComposeReading, { readonly kind: "compose" }>;

/** What cannot be read is Compose's to complain about. */
async function readIncluded(include: unknown, around: Around): Promise<readonly Readable[]> {
  const { path, project_directory: directory } = typeof include === "string" ? { path: include } : mapping(include);
  const readings = await inTurn(texts(path), async (one) => {
    const file = resolve(around.base, one);
    const inner = typeof directory === "string" ? resolve(around.base, directory) : dirname(file);
    return [await readFile(file, { ...around, base: inner })];
  });
  return readings.filter((reading) => reading.kind === "compose");
}

interface Family {
  readonly own: ReadonlyMap<string, SourcedService>;
  readonly around: Around;
  /** The services that led here: services may extend each other. */
  readonly below?: readonly string[];
}

/** The service with what it extends below it. */
async function withBase(one: SourcedService, { own, around, below = [] }: Family): Promise<SourcedService> {
  const { extends: extended, ...service } = one.service;
  const name = text(extended) ?? text(mapping(extended).service);
  if (name === undefined || below.includes(name)) return { ...one, service };
  const file = text(mapping(extended).file);
  const target = file === undefined ? around.within.at(-1) : resolve(around.base, file);
  if (target === undefined || target === around.within.at(-1)) {
    const parent = own.get(name);
    if (parent === undefined) return { ...one, service };
    return over(await withBase(parent, { own, around, below: [...below, name] }), service);
  }
  const reading = await readFile(target, { ...around, base: dirname(target) });
  const parent = reading.kind === "compose" ? reading.services.get(name) : undefined;
  return parent === undefined ? { ...one, service } : over(parent, service);
}

/** Source: the Compose specification, merge: mappings and lists are joined. */
function over({ service: parent, base }: SourcedService, service: Mapping): SourcedService {
  const joined = Object.entries(service).map(([key, value]) => {
    const below = parent[key];
    if (Array.isArray(value) && Array.isArray(below)) return [key, [...below, ...value]];
    return [key, isMapping(value) && isMapping(below) ? { ...below, ...value } : value];
  });
  return { service: { ...parent, ...Object.fromEntries(joined) }, base };
}

function mergedResources(all: readonly Mapping[]): Mapping {
  const keys = ["networks", "volumes", "secrets", "configs"];
  return Object.fromEntries(keys.map((key) => [key, Object.assign({}, ...all.map((one) => mapping(one[key])))]));
}

async function inTurn<T, R>(items: readonly T[], look: (item: T) => Promise<readonly R[]>): Promise<readonly R[]> {
  const all: R[] = [];
  for (const item of items) all.push(...await look(item));
  return all;
}
