import { dirname, join, relative, resolve } from "node:path";
import { parseDocument } from "yaml";
import type { Allowance } from "../contract/contract.ts";
import { describeValue } from "../contract/describe_value.ts";
import { pathRefusals } from "../compose/guard_rails/path_refusals.ts";
import { notAllowed, type Refusal } from "../compose/guard_rails/refusal.ts";

/**
 * Gives what the compose files themselves, and all that they include or extend, refer to outside the repository and the resolved model no longer shows:
 * env_file, include, extends. `files` are absolute; relative paths in them are relative to the directory of the first one, links followed, as Compose is
 * told to do. Variables count as unset: their defaults are looked at. Files that do not exist or are no YAML are Compose's to complain about.
 * Source: the Compose specification, include and extends.
 */
export async function composeSourceRefusals(
  files: readonly string[],
  { root, allow }: { readonly root: string; readonly allow: readonly Allowance[] },
): Promise<readonly Refusal[]> {
  const first = await physical(files[0] ?? root);
  const visit: Visit = { root: await physical(root), seen: new Set() };
  const refusals = await inTurn(files, (file) => fileRefusals({ file, base: dirname(first) }, visit));
  return notAllowed(refusals, allow);
}

interface Visit {
  readonly root: string;
  /** Files looked at already: files may include each other. */
  readonly seen: Set<string>;
}

interface Source {
  readonly file: string;
  /** What relative paths in the file are relative to. */
  readonly base: string;
}

async function fileRefusals({ file, base }: Source, visit: Visit): Promise<readonly Refusal[]> {
  const target = await physical(file);
  if (visit.seen.has(`${target}\n${base}`)) return [];
  visit.seen.add(`${target}\n${base}`);
  const content = await readMapping(target);
  const references = [
    ...Object.entries(mapping(content.services)).flatMap(([name, service]) =>
      serviceReferences(name, mapping(service))
    ),
    ...list(content.include).flatMap((include, index) => includeReferences(`include[${index}]`, include)),
  ];
  const shown = relative(visit.root, target);
  return await inTurn(references, (reference) => referenceRefusals(reference, { shown, base, visit }));
}

interface Reference {
  readonly at: string;
  readonly path: string;
  /** A compose file is looked into; its own paths are relative to its directory, or to the one that `include` names. */
  readonly compose?: { readonly projectDirectory: string | undefined };
}

function serviceReferences(name: string, service: Mapping): readonly Reference[] {
  const at = `services.${name}`;
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

function includeReferences(at: string, include: unknown): readonly Reference[] {
  if (typeof include === "string") return [{ at, path: include, compose: { projectDirectory: undefined } }];
  const { path, project_directory: directory, env_file: envFile } = mapping(include);
  const projectDirectory = typeof directory === "string" ? directory : undefined;
  return [
    ...strings(path).map((one) => ({ at: `${at}.path`, path: one, compose: { projectDirectory } })),
    ...strings(directory).map((one) => ({ at: `${at}.project_directory`, path: one })),
    ...strings(envFile).map((one) => ({ at: `${at}.env_file`, path: one })),
  ];
}

interface Around {
  readonly shown: string;
  readonly base: string;
  readonly visit: Visit;
}

async function referenceRefusals(
  { at, path, compose }: Reference,
  { shown, base, visit }: Around,
): Promise<readonly Refusal[]> {
  const written = withDefaults(path);
  const place = `${shown}: ${at}`;
  if (compose !== undefined && isRemote(written)) {
    const why = "takes a compose file from elsewhere, which the repository does not hold";
    return [{ path: place, found: describeValue(written), allowance: "external", why }];
  }
  const target = await physical(resolve(base, written));
  const refusals = pathRefusals(target, { at: place, root: visit.root });
  if (compose === undefined || refusals.length > 0) return refusals;
  const directory = compose.projectDirectory;
  const inner = directory === undefined ? dirname(target) : resolve(base, withDefaults(directory));
  return await fileRefusals({ file: target, base: inner }, visit);
}

/** Source: Compose's loaders of remote resources, Git and OCI. */
function isRemote(path: string): boolean {
  return /^(?:[a-z][a-z\d+.-]*:\/\/|git@|github\.com\/)/i.test(path);
}

function withDefaults(path: string): string {
  return path.replace(/\$\{\w+(?::?-([^{}]*))?[^{}]*\}|\$\w+/g, (_, fallback: string | undefined) => fallback ?? "");
}

/** The path with links followed, as far as it exists. */
async function physical(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await physical(parent), path.slice(parent.length));
  }
}

type Mapping = Readonly<Record<string, unknown>>;

async function readMapping(file: string): Promise<Mapping> {
  try {
    return mapping(parseDocument(await Deno.readTextFile(file), { merge: true, uniqueKeys: false }).toJS());
  } catch {
    return {};
  }
}

function mapping(value: unknown): Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

function strings(value: unknown): readonly string[] {
  return list(value).filter((one) => typeof one === "string");
}

async function inTurn<T>(
  items: readonly T[],
  look: (item: T) => Promise<readonly Refusal[]>,
): Promise<readonly Refusal[]> {
  const all: Refusal[] = [];
  for (const item of items) all.push(...await look(item));
  return all;
}
