/** Asks a lab host what a run may leave beside its sandbox; `$1` is the user. A line each: `file PATH`, `process PID PARENT COMMAND`. */
export const TRACES = `
user=$1 home=/home/$1
find /tmp -mindepth 1 -maxdepth 1 -printf 'file %p\\n'
find /dev/shm -mindepth 1 -maxdepth 1 -user "$user" -printf 'file %p\\n'
find "$home" -mindepth 1 -maxdepth 1 -printf 'file %p\\n'
[ ! -d "$home/.e2e" ] || find "$home/.e2e" -mindepth 1 -maxdepth 2 -printf 'file %p\\n'
ps -u "$user" -o pid=,ppid=,args= | sed 's/^ *\\([0-9]*\\) *\\([0-9]*\\) /process \\1 \\2 /'
true`;

/** What the session of a connection runs: see the host room's `openMaster()`. */
const SESSION = "sh -c echo e2e-connected; cat; kill \\$PPID";

/** What may be there after a run that was not there before it, and why. */
const STAYS: readonly (readonly [line: RegExp, why: string])[] = [
  [
    /^file \/home\/[^/]+\/\.e2e(\/(sandboxes|abandoned|cache))?$/,
    "every sandbox makes them, and the next one uses them",
  ],
  [/^file \/home\/[^/]+\/\.e2e\/sandboxes\/e2e-/, "a sandbox is in the inventory"],
  [
    /^file \/home\/[^/]+\/\.e2e\/cache\/[^/]+$/,
    "the last tree of each slug; what a copy left that was cut off goes with the next",
  ],
  [
    /^file \/home\/[^/]+\/\.e2e\/abandoned\/[^/.][^/]*\.json$/,
    "a note is there until the run that was lost is reported",
  ],
  [/^file \/tmp\/containerd\.\d+\.stacks\.log$/, "the host's engine writes it where it finds its containerd too slow"],
  [/^file \/dev\/shm\/(sem\.)?faketime_/, "a clock of another lab host, whose /dev/shm is the same"],
  [/^file \/home\/[^/]+\/\.docker$/, "Docker's client has its settings there"],
  [/^process \d+ \d+ sshd: /, "sshd ends a session when TCP tells that its client is gone, which a cut link delays"],
  [new RegExp(`^process \\d+ \\d+ ${SESSION}$`), "it ends with that session"],
];

/** The traces that a run has left: what was not there before it, and has no reason to stay. */
export function strayTraces(before: readonly string[], after: readonly string[]): readonly string[] {
  const sessions = after.filter((line) => new RegExp(`^process \\d+ \\d+ ${SESSION}$`).test(line))
    .map((line) => line.split(" ")[1]);
  const isOfSession = (line: string) => sessions.some((pid) => new RegExp(`^process \\d+ ${pid} cat$`).test(line));
  return after.filter((line) =>
    !before.includes(line) && !isOfSession(line) && !STAYS.some(([pattern]) => pattern.test(line))
  );
}
