import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { onHost } from "../host/on_host.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import { parseJson } from "../files/parse_json.ts";
import { tabValues } from "../files/tab_rows.ts";
import type { Transport } from "../host/transport.ts";
import notesScript from "./scripts/removal/notes.sh" with { type: "text" };
import { unpackedArgv } from "./scripts.ts";

/** The result of a sweep: the sandboxes that it removed, and what is left of others, as `PROJECT KIND NAME`. */
interface Swept {
  readonly removed: readonly string[];
  readonly left: readonly string[];
}

/** The note of an interrupted run. */
interface Abandoned {
  /** The path of the note on the host. */
  readonly note: string;
  readonly content: unknown;
}

/** The exit code of `sweep.sh` when Docker does not answer. */
const ENGINE_SILENT = 4;

/**
 * Removes expired sandboxes on a host and starts missing watchers. Throws a UserError (`infra`) when the host does not
 * answer.
 */
export async function sweep(transport: Transport): Promise<Swept> {
  const result = await transport.run(unpackedArgv("sweep.sh", ""), { timeoutMs: 600_000 });
  if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
  if (result.kind === "exited" && result.code === ENGINE_SILENT) {
    throw new UserError(`Cannot sweep ${transport.name}: the Docker Engine does not answer`, {
      hint: onHost(transport.name, "docker info"),
      outcome: "infra",
    });
  }
  if (result.kind !== "exited" || (result.code !== 0 && result.code !== 1)) {
    throw new UserError(`Cannot sweep ${transport.name}: ${result.stderr.trim() || result.kind}`, { outcome: "infra" });
  }
  const values = tabValues(result.stdout);
  return { removed: values.get("removed") ?? [], left: values.get("left") ?? [] };
}

/** The notes on a host, and why some could not be read, if so; those stay there. */
interface Notes {
  readonly notes: readonly Abandoned[];
  readonly complaint?: string;
}

/** Reads the notes of interrupted runs that have not been reported yet. */
export async function abandonedNotes(transport: Transport): Promise<Notes> {
  const result = await transport.run(["sh", "-c", notesScript, "notes.sh"], { timeoutMs: 30_000 });
  const notes = readNotes(result.stdout);
  return result.code === 0 ? { notes } : { notes, complaint: result.stderr.trim() || result.kind };
}

/** Reads pairs of a note's path and text, each ended by NUL. Leaves out an incomplete pair at the end. A damaged text is undefined. */
export function readNotes(text: string): readonly Abandoned[] {
  const parts = text.split("\0"), notes: Abandoned[] = [];
  for (let at = 0; at + 2 < parts.length; at += 2) {
    notes.push({ note: parts[at] ?? "", content: parseJson(parts[at + 1] ?? "") });
  }
  return notes;
}

/** Removes a note whose run was reported. */
export async function forgetNote(transport: Transport, abandoned: Abandoned): Promise<void> {
  await transport.run(["rm", "-f", abandoned.note], { timeoutMs: 30_000 });
}

/** Returns whether the host itself has the result of the run of a note, because the run was started there. */
export async function hasResult(transport: Transport, { note }: Abandoned, runId: string): Promise<boolean> {
  const path = join(dirname(dirname(note)), "runs", runId, "result.json");
  return (await transport.run(["sh", "-c", 'test -s "$1"', "sh", path], { timeoutMs: 30_000 })).code === 0;
}

/** Removes the note of a run that has stored its result. A host that does not answer keeps the note. */
export async function forgetNoteOf(transport: Transport, project: string): Promise<void> {
  const forget = 'rm -f "${E2E_HOME:-$HOME/.e2e}/abandoned/$1.json"';
  await transport.run(["sh", "-c", forget, "sh", project], { timeoutMs: 30_000 });
}
