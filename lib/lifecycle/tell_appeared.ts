import { quoteArgv } from "../host/quote.ts";
import { runScript, type Sandbox } from "../sandbox/sandbox.ts";
import type { Run } from "./run.ts";

/** What removes each kind of thing. */
const REMOVE: Readonly<Record<string, readonly string[]>> = {
  container: ["docker", "rm", "-f"],
  network: ["docker", "network", "rm"],
  volume: ["docker", "volume", "rm"],
};
const MAX_TOLD = 10;

/**
 * Tells what was made on the Docker Engine while the tests of `job` ran, is still there, and belongs to no sandbox, such as
 * "container db": the tests may have made it, or somebody else, so it is not removed. Null where that could not be seen.
 */
export async function tellAppeared(run: Run, sandbox: Sandbox, job: string): Promise<string[] | null> {
  const { code, stdout } = await runScript(sandbox, "appeared.sh", [sandbox.dir, job], { timeoutMs: 90_000 });
  if (code !== 0) {
    run.recorder.notice("warning", "What the tests made on the Docker Engine without Compose could not be seen");
    return null;
  }
  const appeared = stdout.split("\n").filter((line) => line !== "").map((line) => line.replace("\t", " "));
  if (appeared.length > 0) run.recorder.notice("warning", appearedWords(appeared, run.transport.name));
  return appeared;
}

/** The words for things such as "container db" on a host, with the commands that remove them there. */
export function appearedWords(appeared: readonly string[], host: string): string {
  const told = appeared.slice(0, MAX_TOLD), more = appeared.length - told.length;
  const commands = Object.entries(REMOVE).flatMap(([kind, argv]) => {
    const names = told.flatMap((each) => each.startsWith(`${kind} `) ? [each.slice(kind.length + 1)] : []);
    return names.length === 0 ? [] : [quoteArgv([...argv, ...names])];
  });
  return `Made on the Docker Engine of ${host} meanwhile, perhaps by the tests, and not removed: ${told.join(", ")}${
    more > 0 ? ` and ${more} more` : ""
  } (${commands.join("; ")})`;
}
