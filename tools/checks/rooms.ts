/** A part of the code, and the parts that it may import. CONTRIBUTING.md describes each of them. */
export interface Room {
  /** A file, or a folder with a final slash. A folder and its subfolders are one room. */
  readonly room: string;
  /** What the room may import besides itself: files, and folders with a final slash. */
  readonly imports: readonly string[];
}

const lib = (...names: readonly string[]) => names.map((name) => `lib/${name}`);

/** The rooms; each imports only rooms above it. A file belongs to the first room that contains it. */
export const ROOMS: readonly Room[] = [
  { room: "templates/", imports: [] },
  { room: "lib/errors.ts", imports: [] },
  { room: "lib/files/", imports: lib("errors.ts") },
  { room: "lib/contract/", imports: lib("errors.ts") },
  { room: "lib/result/", imports: lib("errors.ts", "contract/") },
  { room: "lib/compose/", imports: lib("errors.ts", "files/", "contract/", "result/") },
  { room: "lib/host/", imports: lib("errors.ts") },
  { room: "lib/secrets/", imports: lib("errors.ts", "result/") },
  { room: "lib/repository/", imports: lib("errors.ts", "files/", "contract/", "result/", "compose/", "host/") },
  { room: "lib/sandbox/", imports: lib("errors.ts", "files/", "contract/", "result/", "compose/", "host/") },
  { room: "lib/store/", imports: lib("errors.ts", "files/", "result/") },
  { room: "lib/hub/client/", imports: lib("errors.ts", "files/", "result/", "store/") },
  { room: "lib/report/", imports: lib("errors.ts", "files/", "result/", "store/") },
  {
    room: "lib/lifecycle/",
    imports: lib("errors.ts", "files/", "contract/", "result/", "compose/", "host/", "repository/", "sandbox/"),
  },
  { room: "lib/hub/server/", imports: lib("errors.ts", "files/", "contract/", "result/", "report/") },
  {
    room: "lib/init/",
    imports: ["templates/", ...lib("errors.ts", "files/", "contract/", "compose/", "host/", "repository/")],
  },
  {
    room: "lib/doctor/",
    imports: lib("errors.ts", "files/", "contract/", "result/", "host/", "sandbox/", "hub/client/", "report/"),
  },
  { room: "lib/schedule/", imports: lib("errors.ts", "files/", "contract/", "host/") },
  { room: "lib/cli/program.ts", imports: ["deno.json", ...lib("report/", "cli/")] },
  {
    room: "lib/cli/",
    imports: lib("errors.ts", "contract/", "result/", "host/", "repository/", "sandbox/", "hub/client/"),
  },
  {
    room: "lib/runner/",
    imports: lib(
      ...["errors.ts", "files/", "contract/", "result/", "host/", "secrets/", "repository/", "sandbox/", "store/"],
      ...["hub/client/", "report/", "lifecycle/", "doctor/", "cli/"],
    ),
  },
  { room: "lib/commands/", imports: ["lib/"] },
  { room: "lib/native/", imports: ["lib/"] },
  { room: "cli.ts", imports: lib("cli/", "commands/") },
  { room: "run-on-host.ts", imports: lib("cli/", "native/") },
  { room: "mod.ts", imports: ["lib/", "cli.ts"] },
  { room: "tools/setup/", imports: [] },
  { room: "tools/lab/", imports: ["lib/"] },
  { room: "tools/checks/", imports: [] },
  { room: "tools/generate/", imports: ["tools/checks/", ...lib("contract/")] },
  { room: "tools/test/", imports: ["tools/checks/"] },
  { room: "tools/compile.ts", imports: lib("native/") },
  { room: "tools/bench/", imports: ["lib/", "tools/lab/", "tests/"] },
  { room: "tools/screens.ts", imports: ["tests/"] },
];
