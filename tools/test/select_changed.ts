import { gitFiles } from "../checks/git_files.ts";
import { moduleGraph } from "../checks/module_graph.ts";
import { ROOMS } from "../checks/rooms.ts";
import { changedFiles } from "./changed_files.ts";
import { changedTests, namedFiles } from "./changed_tests.ts";

/** Returns the test files that the changes since a commit can break. Needs git. */
export async function selectChanged(base?: string): Promise<readonly string[]> {
  const changed = await changedFiles(base), files = await gitFiles();
  const modules = files.filter((file) => /\.tsx?$/.test(file) && !file.startsWith("examples/"));
  const known = new Set([...files, ...changed]);
  const named = await Promise.all(
    modules.filter((file) => file.startsWith("tests/"))
      .map(async (file) => namedFiles(file, await Deno.readTextFile(file), known)),
  );
  const arrows = [...await moduleGraph(".", modules), ...named.flat()];
  const rooms = ROOMS.map(({ room }) => room).filter((room) => room.startsWith("lib/"));
  const tests = changedTests(changed, { files, arrows, rooms });
  console.log(`${changed.length} changed files can break ${tests.length} test files`);
  return tests;
}
