/**
 * Writes `templates/templates.ts`, which imports each file of the templates as text: `deno run -A
 * tools/generate/templates.ts`, in the project's root. With `--check` it writes nothing, and the exit status is 1 when the
 * module is out of date.
 *
 * @module
 */
import { gitFiles } from "../checks/git_files.ts";

const module = "templates/templates.ts";

/** Returns the text of the module for files with these paths below `templates/`. */
export function templatesModule(files: readonly string[]): string {
  const imports = files.map((file, index) => `import file${index} from "./${file}" with { type: "text" };\n`).join("");
  const entries = files.map((file, index) => `  "${file}": file${index},\n`).join("");
  return `// Made by tools/generate/templates.ts.\n${imports}
/** The text of each file that \`init\` writes, by its path below \`templates/\`. */
export const TEMPLATE_FILES: Readonly<Record<string, string>> = {\n${entries}};\n`;
}

if (import.meta.main) {
  const files = (await gitFiles("templates/*/*")).map((file) => file.slice("templates/".length)).toSorted();
  const expected = templatesModule(files);
  if (!Deno.args.includes("--check")) await Deno.writeTextFile(module, expected);
  else if (await Deno.readTextFile(module).catch(() => "") !== expected) {
    console.error(`"${module}" is out of date: the templates have changed\nhint: deno task templates`);
    Deno.exitCode = 1;
  }
}
