import { UserError } from "../errors.ts";
import { shortId } from "../result/identity.ts";
import { date } from "../result/words.ts";
import { listRuns, type StoredRun } from "./list_runs.ts";

/**
 * Finds a run by a run id, a short id, a slug (its latest run), or a unique beginning of an id. Throws a UserError when no run or more than one run matches.
 */
export function findRun(directory: string, id: string): StoredRun {
  const runs = listRuns(directory);
  const begins = runs.filter(({ runId }) => id !== "" && (runId.startsWith(id) || shortId(runId).startsWith(id)));
  const whole = begins.filter(({ runId }) => shortId(runId) === id);
  const latest = runs.filter(({ header }) => header.slug === id).slice(0, 1);
  const found = [whole, latest, begins].find(({ length }) => length > 0) ?? [];
  const [one] = found;
  if (one !== undefined && found.length === 1) return one;
  throw new UserError(one === undefined ? noRun(id, { directory, last: runs[0] }) : severalRuns(id, found), {
    hint: "e2e history",
  });
}

function noRun(id: string, { directory, last }: { readonly directory: string; readonly last: StoredRun | undefined }) {
  if (last === undefined) return `No run "${id}": there are no runs in ${directory}`;
  return `No run "${id}" in ${directory}: the latest is ${shortId(last.runId)}`;
}

function severalRuns(id: string, found: readonly StoredRun[]): string {
  const some = found.slice(0, 5).map(({ runId, header, startedAt }) =>
    `${shortId(runId)} (${header.slug ?? "?"}, ${date(Date.parse(startedAt))})`
  );
  return `"${id}" matches ${found.length} runs: ${some.join(", ")}${found.length > some.length ? ", …" : ""}`;
}
