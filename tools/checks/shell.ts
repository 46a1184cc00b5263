/**
 * Runs shellcheck on every shell script of the project: `deno run -A tools/checks/shell.ts`, in the project's root. Output
 * and exit status are those of shellcheck.
 *
 * @module
 */
import { gitFiles } from "./git_files.ts";

const scripts = await gitFiles("*.sh", ".ci/run", "tools/hooks/*");
const args = ["--external-sources", "--source-path=SCRIPTDIR", "--", ...scripts];
Deno.exitCode = (await new Deno.Command("shellcheck", { args, stdout: "inherit", stderr: "inherit" }).output()).code;
