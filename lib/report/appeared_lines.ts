import type { Result } from "../result/result.ts";

/** The command that removes each kind of object. Names of Docker objects need no quotes. */
const REMOVE = { container: "docker rm -f", network: "docker network rm", volume: "docker volume rm" } as const;
const MAX_SHOWN = 10;

/**
 * Returns lines about containers, networks and volumes that were created on the Docker Engine during the tests and still
 * exist, with the commands that remove them. Returns no lines when there are none.
 */
export function appearedLines({ appeared, host }: Pick<Result, "appeared" | "host">): readonly string[] {
  const shown = (appeared ?? []).slice(0, MAX_SHOWN), more = (appeared ?? []).length - shown.length;
  if (shown.length === 0) return [];
  const commands = Object.entries(REMOVE).flatMap(([kind, remove]) => {
    const names = shown.flatMap((each) => each.startsWith(`${kind} `) ? [each.slice(kind.length + 1)] : []);
    return names.length === 0 ? [] : [[remove, ...names].join(" ")];
  });
  const names = `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [
    `  ! created on the Docker Engine of ${host} during the tests and not removed: ${names}`,
    `    if your tests created them: ${commands.join("; ")}`,
  ];
}
