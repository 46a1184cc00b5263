import type { Arrow } from "../checks/arrow.ts";

/** What {@link changedTests} needs to know about the project; all paths are relative to its root. */
interface Project {
  /** All files. */
  readonly files: readonly string[];
  /** The imports of the TypeScript files, and the files that tests name in their text. */
  readonly arrows: readonly Arrow[];
  /** The rooms of `lib/`, such as `lib/report/`. */
  readonly rooms: readonly string[];
}

/** A run that uses every room of `lib/`: the e2e test of every change there. */
const SMOKE_TEST = "tests/e2e/api_test.ts";

/**
 * Returns the test files that a change of the given files can break:
 *
 * - unit and process tests that import a changed file, or name it in a string, directly or through other files
 * - e2e tests and fault tests that import a changed file of `tests/` or `tools/`, directly or through other files
 * - for a change in `lib/ROOM`, the e2e tests in `tests/e2e/ROOM`, and one short run of the whole tool
 * - for a change of a page or an example, the tests in `tests/e2e/docs` and `tests/e2e/examples`
 * - for a change of `deno.json` or `deno.lock`, all unit and process tests
 *
 * An e2e test starts the whole tool, so that following its imports would select every e2e test for every change.
 */
export function changedTests(changed: readonly string[], project: Project): readonly string[] {
  const tests = project.files.filter((file) => /_test\.tsx?$/.test(file));
  const isQuick = (file: string) => /^tests\/(unit|process)\//.test(file);
  const reached = reachedFrom(changed, project.arrows);
  const helpers = changed.filter((file) => /^(tests|tools)\//.test(file));
  const reachedByHelpers = reachedFrom(helpers, project.arrows.filter(({ from }) => /^(tests|tools)\//.test(from)));
  const folders = changed.flatMap((file) => e2eFolders(file, project.rooms));
  const isAll = changed.includes("deno.json") || changed.includes("deno.lock");
  return tests.filter((test) =>
    isQuick(test)
      ? isAll || reached.has(test)
      : reachedByHelpers.has(test) || folders.some((folder) => test.startsWith(folder))
  );
}

/** The changed files, and everything that imports one of them, directly or through other files. */
function reachedFrom(changed: readonly string[], arrows: readonly Arrow[]): ReadonlySet<string> {
  const importers = Map.groupBy(arrows.filter(({ kind }) => kind === "file"), ({ to }) => to);
  const reached = new Set(changed), queue = [...changed];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const { from } of importers.get(file) ?? []) {
      if (!reached.has(from)) queue.push(from);
      reached.add(from);
    }
  }
  return reached;
}

function e2eFolders(file: string, rooms: readonly string[]): readonly string[] {
  if (file.startsWith("examples/")) return ["tests/e2e/examples/"];
  if (file.endsWith(".md")) return ["tests/e2e/docs/"];
  if (/^(cli|mod|run-on-host)\.ts$/.test(file)) return [SMOKE_TEST];
  const room = rooms.find((each) => each.endsWith("/") ? file.startsWith(each) : file === each);
  if (room === undefined) return file.startsWith("lib/") ? [SMOKE_TEST] : [];
  return [SMOKE_TEST, room.replace(/^lib/, "tests/e2e").replace(/(client|server)\/$/, "")];
}

/** Returns an arrow for each string in a test file that names a file of the project, from its folder or from the root. */
export function namedFiles(test: string, text: string, files: ReadonlySet<string>): readonly Arrow[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(/["'`]([\w./-]+\.\w+)["'`]/g)].flatMap(([, name = ""]) => {
      const to = [relativeTo(test, name), name].find((each) => files.has(each) && each !== test);
      return to === undefined ? [] : [{ kind: "file" as const, from: test, to, line: index + 1, typeOnly: false }];
    })
  );
}

function relativeTo(file: string, name: string): string {
  return new URL(name, `file:///${file}`).pathname.slice(1);
}
