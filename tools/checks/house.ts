/**
 * Checks the size of the files and folders of `lib/` and `tools/`: `deno run -A tools/checks/house.ts`, in the project's
 * root. Prints each problem on a line, with exit status 1. `function_length.ts` checks the length of functions.
 *
 * @module
 */
import { gitFiles } from "./git_files.ts";
import { type FileSize, houseProblems } from "./house_rules.ts";

async function sizeOf(file: string): Promise<FileSize> {
  return { file, lines: (await Deno.readTextFile(file)).split("\n").length - 1 };
}

for (const part of ["lib", "tools"]) {
  const sizes = await Promise.all((await gitFiles(`${part}/`)).map(sizeOf));
  for (const problem of houseProblems(part, sizes)) {
    console.error(problem);
    Deno.exitCode = 1;
  }
}
