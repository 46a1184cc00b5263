import script from "./scripts/build_cache.sh" with { type: "text" };
import { UserError } from "../errors.ts";
import { onHost } from "../host/on_host.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";

/**
 * Shrinks the build cache of a host's Docker Engine to a size such as `10GB`. Returns how much was removed, as Docker prints
 * it. Throws a UserError (`infra`) when Docker fails.
 */
export async function shrinkBuildCache(transport: Transport, size: string): Promise<string> {
  const result = await transport.run(["sh", "-c", script, "build_cache.sh", size], { timeoutMs: 600_000 });
  if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
  if (result.code !== 0) {
    const why = result.stderr.trim().split("\n").at(-1) || result.kind;
    throw new UserError(`Cannot shrink the build cache of ${transport.name}: ${why}`, {
      hint: onHost(transport.name, "docker system df"),
      outcome: "infra",
    });
  }
  return /^Total.*?:\s*(\S+)\s*$/m.exec(result.stdout)?.[1] ?? "an unknown amount";
}

const UNITS = ["b", "kb", "mb", "gb", "tb"];

/** Converts a size in Docker's notation, such as `500MB`, to bytes. Returns undefined for other text. */
export function sizeBytes(text: string): number | undefined {
  const [, number, unit = "b"] = /^(\d+(?:\.\d+)?)(b|[kmgt]b)?$/i.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * 1000 ** UNITS.indexOf(unit.toLowerCase());
}
