/**
 * Writes `templates/templates.ts`, which imports each template's file as text: `deno run -A tools/generate/templates.ts`, in
 * the project's root. With `--check` it writes nothing, and exits with 1 when the module is not what the folder says today.
 *
 * @module
 */
import { gitFiles } from "../checks/git_files.ts";

const module = "templates/templates.ts";

/** The module for files that are named by their paths below `templates/`. */
export function templatesModule(files: readonly string[]): string {
  const imports = files.map((file, index) => `import file${index} from "./${file}" with { type: "text" };\n`).join("");
  const entries = files.map((file, index) => `  "${file}": file${index},\n`).join("");
  return `// Made by tools/generate/templates.ts.\n${imports}
/** The text of each file that \`init\` writes, by its path below \`templates/\`. */
export const TEMPLATE_FILES: Readonly<Record<string, string>> = {\n${entries}};\n`;
}

if (import.meta.main) {
  const files = (await gitFiles("templates/*/*")).map((file) => file.slice("templates/".length)).toSorted();
  const wanted = templatesModule(files);
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(module, wanted);
  else if (await Deno.readTextFile(module).catch(() => "") !== wanted) {
    console.error(`Module "${module}" is stale: the templates have changed\nhint: deno task templates`);
    Deno.exitCode = 1;
  }
}
