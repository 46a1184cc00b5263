import { z } from "zod";
import { UserError } from "../errors.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";
import { unpackedArgv } from "./scripts.ts";
import { shortId } from "../result/identity.ts";
import { runHeaderSchema } from "../result/run_header.ts";

/** The fields of `run.json` that are used of a sandbox; the others are passed on as they are. */
const runSchema = runHeaderSchema
  .pick({ run_id: true, slug: true, owner: true, started_at: true, host: true, repository: true })
  .partial({ repository: true }).loose();

const lineSchema = z.looseObject({
  project: z.string(),
  dir: z.string(),
  watched: z.boolean(),
  expired: z.boolean(),
  lease_age_s: z.number().nullable(),
  lease_s: z.number().nullable(),
  keep_until: z.number().nullable(),
  run: runSchema.nullable().catch(null),
});

/** A sandbox on a host. Times are seconds; `keep_until` is seconds since 1970. */
export type ListedSandbox = z.output<typeof lineSchema>;

/** Lists the sandboxes of a host. Throws a UserError (`infra`) when the host does not answer. */
export async function listSandboxes(transport: Transport): Promise<readonly ListedSandbox[]> {
  const result = await transport.run(unpackedArgv("list.sh", ""), { timeoutMs: 60_000 });
  if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
  if (result.code !== 0) {
    throw new UserError(`Cannot list the sandboxes of ${transport.name}: ${result.stderr.trim() || result.kind}`, {
      outcome: "infra",
    });
  }
  return result.stdout.split("\n").filter((line) => line !== "").map(readSandbox);
}

/** Reads one line of `list.sh`. */
export function readSandbox(line: string): ListedSandbox {
  return lineSchema.parse(JSON.parse(line));
}

/** Finds sandboxes by a run id, a short id, the beginning of either, or a project. */
function findSandboxes(sandboxes: readonly ListedSandbox[], id: string): readonly ListedSandbox[] {
  return sandboxes.filter(({ project, run }) =>
    project === id || shortId(project).startsWith(id) || run?.run_id.startsWith(id)
  );
}

const isWhole = ({ project, run }: ListedSandbox, id: string) => [project, shortId(project), run?.run_id].includes(id);

/**
 * Finds a sandbox by a run id, a short id, a unique beginning of either, or a project. Throws a UserError when it finds
 * none or several.
 */
export function pickSandbox(sandboxes: readonly ListedSandbox[], id: string, host: string): ListedSandbox {
  const found = findSandboxes(sandboxes, id), [one] = found;
  if (one !== undefined && found.length === 1) return one;
  const names = (found.length > 1 ? found : sandboxes).map(({ project }) => project).join(", ");
  if (found.length > 1) {
    throw new UserError(`"${id}" matches several sandboxes: ${names}`, { hint: "use a longer part of the id" });
  }
  const [latest] = findLatest(sandboxes, id);
  throw new UserError(`No sandbox "${id}" on ${host}${names === "" ? "" : `, found ${names}`}`, {
    hint: latest === undefined
      ? `e2e ps --host ${host} lists sandboxes, e2e history lists earlier runs`
      : `use the id of its latest sandbox: ${shortId(latest.project)}`,
  });
}

/** Finds sandboxes by a whole id, by a slug (that of its latest run), or else by the beginning of an id. */
export function findLatest(sandboxes: readonly ListedSandbox[], id: string): readonly ListedSandbox[] {
  const found = findSandboxes(sandboxes, id);
  const ofSlug = sandboxes.filter(({ run }) => run?.slug === id);
  if (ofSlug.length === 0 || found.some((each) => isWhole(each, id))) return found;
  return ofSlug.toSorted((a, b) => runId(a) < runId(b) ? -1 : 1).slice(-1);
}

const runId = ({ run }: ListedSandbox) => run?.run_id ?? "";

/** Finds a sandbox as {@link pickSandbox} does; `id` may also be a slug, for the sandbox of its latest run. */
export function pickLatest(sandboxes: readonly ListedSandbox[], id: string, host: string): ListedSandbox {
  const [one] = findLatest(sandboxes, id);
  return one !== undefined && one.run?.slug === id ? one : pickSandbox(sandboxes, id, host);
}
