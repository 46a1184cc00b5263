import { join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { UserError } from "../../errors.ts";
import type { CronHost } from "../../schedule/cron_host.ts";
import type { Context } from "../../cli/context.ts";

/** The `e2e-host` for a host's architecture: the one that is named, else the one in `dist/`; undefined where the host has one and here is none. Throws a UserError where neither has. */
export function binaryFor(
  { arch, sha256 }: CronHost,
  named: string | undefined,
  { cwd, toolkit }: Context,
): string | undefined {
  if (named !== undefined) {
    const file = resolve(cwd, named);
    if (existsSync(file)) return file;
    throw new UserError(`There is no file "${named}": an e2e-host for ${arch} was wanted`, {
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
  throw new UserError(`There is no e2e-host for ${arch} in ${dist}`, {
    hint: "deno task compile --all, or --binary FILE",
  });
}
