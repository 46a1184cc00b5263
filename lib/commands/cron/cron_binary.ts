import { join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { UserError } from "../../errors.ts";
import type { CronHost } from "../../schedule/cron_host.ts";
import type { Context } from "../../cli/context.ts";

/**
 * Finds the `e2e-host` for a host's architecture: the given file, or else one in `dist/`. Returns undefined when there
 * is none here but one on the host. Throws a UserError when there is none at all.
 */
export function binaryFor(
  { arch, sha256 }: CronHost,
  named: string | undefined,
  { cwd, toolkit }: Context,
): string | undefined {
  if (named !== undefined) {
    const file = resolve(cwd, named);
    if (existsSync(file)) return file;
    throw new UserError(`No file "${named}", expected an e2e-host for ${arch}`, {
      hint: "deno task compile",
    });
  }
  const dist = join(toolkit ?? cwd, "dist");
  const files = [
    join(dist, `e2e-host-${arch}-unknown-linux-gnu`),
    ...Deno.build.os === "linux" && Deno.build.arch === arch ? [join(dist, "e2e-host")] : [],
  ];
  const found = files.find((file) => existsSync(file));
  if (found !== undefined || sha256 !== undefined) return found;
  throw new UserError(`No e2e-host for ${arch} in ${dist}`, {
    hint: "deno task compile --all, or --binary FILE",
  });
}
