import { createHash } from "node:crypto";
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import { type CronHost, succeeded } from "./cron_host.ts";
import { binarySwapArgv, binaryTidyArgv } from "./install_argv.ts";

/** The exit codes of `binary_swap.sh` for a binary that it refuses. */
const REFUSED: Readonly<Record<number, string>> = {
  5: "it was damaged during the upload",
  6: "it does not run on the host",
  7: "it is a test binary (see its version)",
  75: "another upload is running",
};

/** A binary has about 100 MB. */
const LIMIT_MS = 1_800_000;

/**
 * Installs `file` as a host's `e2e-host`, unless the host has it already; a run in progress keeps the old one. Returns its
 * version, or undefined when the host had it already. Throws a UserError.
 */
export async function putBinary(
  transport: Transport,
  options: { readonly file: string; readonly host: CronHost; readonly allowTest: boolean },
): Promise<string | undefined> {
  const { file, host, allowTest } = options;
  const stdin = await Deno.readFile(file), sum = createHash("sha256").update(stdin).digest("hex");
  if (sum === host.sha256) return undefined;
  const result = await transport.run(binarySwapArgv(sum, { allowTest }), { stdin, timeoutMs: LIMIT_MS });
  const refused = result.kind === "exited" ? REFUSED[result.code] : undefined;
  if (refused === undefined) succeeded(transport, result, "Installing the binary");
  else {
    throw new UserError(
      `Cannot install "${file}" as e2e-host on ${transport.name}: ${refused}${
        result.stderr === "" ? "" : `: ${result.stderr.trim()}`
      }`,
      { hint: result.code === 7 ? "--allow-test-binary installs it anyway" : "deno task compile --all" },
    );
  }
  return result.stdout.trim();
}

/** Removes incomplete uploads from a host that went down during an upload. */
export async function tidyBinaries(transport: Transport): Promise<void> {
  await transport.run(binaryTidyArgv, { timeoutMs: 30_000 });
}
