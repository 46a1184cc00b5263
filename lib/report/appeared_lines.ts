import type { Result } from "../result/result.ts";

/** What removes each kind of thing. Docker's names need no quotes. */
const REMOVE = { container: "docker rm -f", network: "docker network rm", volume: "docker volume rm" } as const;
const MAX_TOLD = 10;

/** What was made on the Docker Engine during the tests and is still there, with the commands that remove it there; none for nothing. */
export function appearedLines({ appeared, host }: Pick<Result, "appeared" | "host">): readonly string[] {
  const told = (appeared ?? []).slice(0, MAX_TOLD), more = (appeared ?? []).length - told.length;
  if (told.length === 0) return [];
  const commands = Object.entries(REMOVE).flatMap(([kind, remove]) => {
    const names = told.flatMap((each) => each.startsWith(`${kind} `) ? [each.slice(kind.length + 1)] : []);
    return names.length === 0 ? [] : [[remove, ...names].join(" ")];
  });
  const names = `${told.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return [
    `  ! made on the Docker Engine of ${host} during the tests, perhaps by them, and not removed: ${names}`,
    `    if it is yours: ${commands.join("; ")}`,
  ];
}
