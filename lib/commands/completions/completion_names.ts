import { basename, dirname, join, resolve } from "node:path";
import { readText } from "../../files/read_text.ts";
import { knownSlugs } from "../../repository/find_repository.ts";
import { type Result, resultSchema } from "../../result/result.ts";
import { listRuns, type StoredRun } from "../../store/list_runs.ts";
import type { Context } from "../../cli/context.ts";
import type { Nameable } from "../../cli/nameable.ts";
import { repositoryPlaces } from "../../cli/repository_places.ts";
import { runsHere } from "../../runner/runs_here.ts";
import { shortId } from "../../result/identity.ts";

/** What has been typed: the beginning of a name, and the words before it. */
interface Typed {
  readonly begun: string;
  readonly before: readonly string[];
}

/** Returns the names of a kind that this machine knows, without a connection to any host. */
export async function completionNames(kind: Nameable, typed: Typed, context: Context): Promise<readonly string[]> {
  switch (kind) {
    case "HOST":
      return ["local", context.env("RAILIANCE01_HOST") ?? "", ...configuredHosts(context)].filter(Boolean);
    case "REPO":
      return /^\.|\//.test(typed.begun)
        ? directories(typed.begun, context)
        : await knownSlugs(repositoryPlaces(context));
    case "SLUG":
      return runs(context).flatMap(({ header }) => header.slug ?? []);
    case "RUN":
      return runs(context).map(idOf);
    case "ID":
      return runs(context).filter((run) => mayHaveSandbox(run, context.now())).map(idOf);
    case "SERVICE": {
      const run = runs(context).find((each) => typed.before.includes(idOf(each)));
      return run === undefined ? [] : resultOf(run)?.services.map(({ service }) => service) ?? [];
    }
    default:
      return kind satisfies never;
  }
}

const runs = (context: Context) => listRuns(runsHere(context));
const idOf = ({ runId }: StoredRun) => shortId(runId);
const resultOf = ({ result }: StoredRun): Result | undefined => resultSchema.safeParse(result).data;

function mayHaveSandbox(run: StoredRun, nowMs: number): boolean {
  const cleanup = resultOf(run)?.cleanup;
  if (cleanup === undefined) return run.state === "running";
  const { decision, kept_until, leftovers } = cleanup;
  return leftovers.length > 0 || (decision === "kept" && Date.parse(kept_until ?? "") > nowMs);
}

/** Returns the hosts in `~/.ssh/config`, without patterns. Source: ssh_config(5), Host. */
function configuredHosts(context: Context): readonly string[] {
  const text = readText(join(context.env("HOME") ?? "/", ".ssh/config")) ?? "";
  const names = [...text.matchAll(/^[ \t]*Host[ \t=]+(.*)$/gim)].flatMap(([, all = ""]) => all.trim().split(/\s+/));
  return names.filter((name) => !/[*?!"]/.test(name));
}

function directories(begun: string, { cwd }: Context): readonly string[] {
  const parent = begun.endsWith("/") ? begun : dirname(begun);
  const prefix = begun.slice(0, begun.length - (begun.endsWith("/") ? 0 : basename(begun).length));
  try {
    const found = [...Deno.readDirSync(resolve(cwd, parent))].filter(({ isDirectory }) => isDirectory);
    return found.map(({ name }) => `${prefix}${name}`);
  } catch {
    return [];
  }
}
