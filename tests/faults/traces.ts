/** Lists what a run may leave on a lab host besides its sandbox, for the user `$1`: `file PATH` or `process PID PARENT COMMAND`. */
export const TRACES = `
user=$1 home=/home/$1
find /tmp -mindepth 1 -maxdepth 1 -printf 'file %p\\n'
find /dev/shm -mindepth 1 -maxdepth 1 -user "$user" -printf 'file %p\\n'
find "$home" -mindepth 1 -maxdepth 1 -printf 'file %p\\n'
[ ! -d "$home/.e2e" ] || find "$home/.e2e" -mindepth 1 -maxdepth 2 -printf 'file %p\\n'
ps -u "$user" -o pid=,ppid=,args= | sed 's/^ *\\([0-9]*\\) *\\([0-9]*\\) /process \\1 \\2 /'
true`;

/** The command of a connection's session: see `openMaster()` in `lib/host/ssh/`. */
const SESSION = "sh -c echo e2e-connected; cat; kill \\$PPID";

/** What a run may leave, and why. */
const STAYS: readonly (readonly [line: RegExp, why: string])[] = [
  [
    /^file \/home\/[^/]+\/\.e2e(\/(sandboxes|abandoned|cache))?$/,
    "each sandbox makes them if they are missing, and the next one uses them",
  ],
  [/^file \/home\/[^/]+\/\.e2e\/sandboxes\/e2e-/, "the inventory lists sandboxes"],
  [
    /^file \/home\/[^/]+\/\.e2e\/cache\/[^/]+$/,
    "the last tree of each slug; the next copy removes an unfinished one",
  ],
  [
    /^file \/home\/[^/]+\/\.e2e\/abandoned\/[^/.][^/]*\.json$/,
    "a note stays until the interrupted run is reported",
  ],
  [/^file \/tmp\/containerd\.\d+\.stacks\.log$/, "the Docker Engine writes it when its containerd is slow"],
  [/^file \/dev\/shm\/(sem\.)?faketime_/, "the clock of another lab host, which shares /dev/shm"],
  [/^file \/home\/[^/]+\/\.docker$/, "the Docker client has its settings there"],
  [/^process \d+ \d+ sshd: /, "sshd ends a session when TCP reports that the client is gone, which a cut link delays"],
  [new RegExp(`^process \\d+ \\d+ ${SESSION}$`), "it ends with that session"],
];

/** Returns what a run has left without a reason: the lines that are only in `after` and that it must not leave. */
export function strayTraces(before: readonly string[], after: readonly string[]): readonly string[] {
  const sessions = after.filter((line) => new RegExp(`^process \\d+ \\d+ ${SESSION}$`).test(line))
    .map((line) => line.split(" ")[1]);
  const isOfSession = (line: string) => sessions.some((pid) => new RegExp(`^process \\d+ ${pid} cat$`).test(line));
  return after.filter((line) =>
    !before.includes(line) && !isOfSession(line) && !STAYS.some(([pattern]) => pattern.test(line))
  );
}
