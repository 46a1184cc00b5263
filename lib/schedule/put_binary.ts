import { createHash } from "node:crypto";
import swap from "./scripts/binary_swap.sh" with { type: "text" };
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import { type CronHost, succeeded } from "./cron_host.ts";

/** What `binary_swap.sh` answers for a binary that it does not take. */
const REFUSED: Readonly<Record<number, string>> = {
  5: "it arrived damaged",
  6: "it does not run there",
  7: "it is a test binary, which says so in its version",
  75: "another one is being put there",
};

/**
 * Brings `file` to a host as its `e2e-host`, where that is missing or another; a run that goes on keeps its own. Gives its
 * version, undefined when it was there. Throws a UserError.
 */
export async function putBinary(
  transport: Transport,
  options: { readonly file: string; readonly host: CronHost; readonly allowTest: boolean },
): Promise<string | undefined> {
  const { file, host, allowTest } = options;
  const stdin = await Deno.readFile(file), sum = createHash("sha256").update(stdin).digest("hex");
  if (sum === host.sha256) return undefined;
  const result = await transport.run(["sh", "-c", swap, "binary_swap.sh", sum, allowTest ? "yes" : "no"], { stdin });
  const refused = result.kind === "exited" ? REFUSED[result.code] : undefined;
  if (refused === undefined) succeeded(transport, result, "Putting the binary in place");
  else {
    throw new UserError(
      `${transport.name} does not take "${file}" as its e2e-host: ${refused}${
        result.stderr === "" ? "" : `: ${result.stderr.trim()}`
      }`,
      { hint: result.code === 7 ? "--allow-test-binary takes it all the same" : "deno task compile --all" },
    );
  }
  return result.stdout.trim();
}

/** Not while another upload goes on. */
const TIDY =
  '[ ! -d "$HOME/.e2e/bin" ] || { exec 9<"$HOME/.e2e/bin" && flock -n 9 && rm -rf "$HOME"/.e2e/bin/.new-*; }';

/** Removes from a host what an upload left that was cut off by the host's own end. */
export async function tidyBinaries(transport: Transport): Promise<void> {
  await transport.run(["sh", "-c", TIDY], { timeoutMs: 30_000 });
}
