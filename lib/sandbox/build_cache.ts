import { UserError } from "../errors.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";

/** A newer Docker calls the option otherwise, and hides the old name. Source: docker builder prune --help of 20.10 and 28. */
const PRUNE = `case $(docker builder prune --help 2>&1) in
  *--reserved-space*) option=--reserved-space ;;
  *) option=--keep-storage ;;
esac
exec docker builder prune --all --force "$option" "$1"`;

/**
 * Shrinks the build cache of a host's Docker Engine to a size such as `10GB`; gives how much was removed, in Docker's words.
 * Throws a UserError (`infra`) when it cannot be done.
 */
export async function shrinkBuildCache(transport: Transport, size: string): Promise<string> {
  const result = await transport.run(["sh", "-c", PRUNE, "sh", size], { timeoutMs: 600_000 });
  if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
  if (result.code !== 0) {
    const why = result.stderr.trim().split("\n").at(-1) || result.kind;
    throw new UserError(`Cannot shrink the build cache of ${transport.name}: ${why}`, {
      hint: "docker system df",
      outcome: "infra",
    });
  }
  return /^Total.*?:\s*(\S+)\s*$/m.exec(result.stdout)?.[1] ?? "an unknown amount";
}

const UNITS = ["b", "kb", "mb", "gb", "tb"];

/** A size such as `500MB`, as Docker takes and tells it, in bytes; undefined for what is none. */
export function sizeBytes(text: string): number | undefined {
  const [, number, unit = "b"] = /^(\d+(?:\.\d+)?)(b|[kmgt]b)?$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * 1000 ** UNITS.indexOf(unit.toLowerCase());
}
