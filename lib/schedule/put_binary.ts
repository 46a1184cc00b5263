import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, dirname } from "node:path";
import swap from "../scripts/binary_swap.sh" with { type: "text" };
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import { type CronHost, succeeded } from "./cron_host.ts";

/** What `binary_swap.sh` answers for a binary that it does not take. */
const REFUSED: Readonly<Record<number, string>> = {
  5: "it arrived damaged",
  6: "it does not run there",
  7: "it is a test binary, which says so in its version",
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
  const sum = await sha256(file);
  if (sum === host.sha256) return undefined;
  const made = await transport.run(
    ["sh", "-c", 'mkdir -p "$1" && mktemp -d "$1/.new-XXXXXX"', "sh", `${host.home}/.e2e/bin`],
    { timeoutMs: 60_000 },
  );
  succeeded(transport, made, "Making a directory for the binary");
  const into = made.stdout.trim(), name = basename(file);
  succeeded(transport, await transport.push(dirname(file), into, { files: `${name}\0` }), "Sending the binary");
  const argv = ["sh", "-c", swap, "binary_swap.sh", `${into}/${name}`, sum, allowTest ? "yes" : "no"] as const;
  const result = await transport.run(argv, { timeoutMs: 120_000 });
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

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
