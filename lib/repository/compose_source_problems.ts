import { dirname, join, relative, resolve } from "node:path";
import { parseDocument } from "yaml";
import type { Allowance } from "../contract/contract.ts";
import { describeValue } from "../contract/describe_value.ts";
import { type Mapping, mapping } from "../contract/values.ts";
import { leaving, type ModelProblem, notAllowed } from "../compose/guard_rails/model_problem.ts";
import { isInside } from "../files/inside.ts";
import { pathProblems } from "../compose/guard_rails/path_problems.ts";
import { type ComposeReference, composeReferences } from "./compose_references.ts";

/**
 * Returns where the compose files, and all files that they include or extend, refer to something outside the repository
 * that the resolved model no longer shows. `files` are absolute. Their relative paths are relative to the directory of the
 * first one, with links followed, because Compose is started with that directory. Variables count as unset, so that their
 * defaults are checked. Missing files and files that are not YAML are left for Compose to report.
 */
export async function composeSourceProblems(
  files: readonly string[],
  { root, allow }: { readonly root: string; readonly allow: readonly Allowance[] },
): Promise<readonly ModelProblem[]> {
  const first = await physical(files[0] ?? root);
  const visit: Visit = { root: await physical(root), seen: new Set() };
  const problems = await Array.fromAsync(files, (file) => fileProblems({ file, base: dirname(first) }, visit));
  return notAllowed(problems.flat(), allow);
}

interface Visit {
  readonly root: string;
  /** The files checked so far: files may include each other. */
  readonly seen: Set<string>;
}

interface Source {
  readonly file: string;
  /** The directory that relative paths in the file are relative to. */
  readonly base: string;
}

async function fileProblems({ file, base }: Source, visit: Visit): Promise<readonly ModelProblem[]> {
  const target = await physical(file);
  if (visit.seen.has(`${target}\n${base}`)) return [];
  visit.seen.add(`${target}\n${base}`);
  const references = composeReferences(await readMapping(target));
  const shown = relative(visit.root, target);
  // one after the other: a file that was seen is skipped
  const problems = await Array.fromAsync(
    references,
    (reference) => referenceProblems(reference, { shown, base, visit }),
  );
  return problems.flat();
}

interface Referrer {
  /** The path of the compose file in messages. */
  readonly shown: string;
  readonly base: string;
  readonly visit: Visit;
}

async function referenceProblems(
  { at, path, compose }: ComposeReference,
  { shown, base, visit }: Referrer,
): Promise<readonly ModelProblem[]> {
  const written = withDefaults(path);
  const place = `${shown}: ${at}`;
  if (compose !== undefined && isRemote(written)) {
    const why = "uses a compose file from outside the repository";
    return [{ path: place, found: describeValue(written), allowance: "external", why }];
  }
  const plain = resolve(base, written), leaves = !written.startsWith("/") && !isInside(plain, visit.root);
  if (leaves) return [leaving(place, { written, target: relative(visit.root, plain) })];
  const target = await physical(plain);
  const problems = pathProblems(target, { at: place, root: visit.root });
  if (compose === undefined || problems.length > 0) return problems;
  const directory = compose.projectDirectory;
  const inner = directory === undefined ? dirname(target) : resolve(base, withDefaults(directory));
  return await fileProblems({ file: target, base: inner }, visit);
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

async function readMapping(file: string): Promise<Mapping> {
  try {
    return mapping(parseDocument(await Deno.readTextFile(file), { merge: true, uniqueKeys: false }).toJS());
  } catch {
    return {};
  }
}
