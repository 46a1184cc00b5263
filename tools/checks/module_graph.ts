import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Arrow } from "./arrow.ts";

interface Graph {
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly Dependency[];
  }[];
}

interface Dependency {
  readonly specifier: string;
  readonly code?: Target;
  readonly type?: Target;
}

interface Target {
  /** Missing where the import could not be resolved. */
  readonly specifier?: string;
  readonly span: { readonly start: { readonly line: number } };
}

/**
 * Returns the imports of the given files, relative to the root. `deno info` distinguishes `import type` and `export type` from
 * imports at run time. An import whose names are each marked with `type` counts as an import at run time.
 */
export async function moduleGraph(root: string, files: readonly string[]): Promise<readonly Arrow[]> {
  const graph = await denoInfo(root, files.map((file) => pathToFileURL(resolve(root, file)).href));
  const asked = new Set(files);
  return graph.modules.flatMap(({ specifier, dependencies = [] }) => {
    const from = shortName(root, specifier);
    if (from === undefined || !asked.has(from)) return [];
    return dependencies.map((dependency) => arrow(root, from, dependency));
  });
}

/** Runs `deno info`, which takes only one file: a temporary one that imports all the others. */
async function denoInfo(root: string, urls: readonly string[]): Promise<Graph> {
  const all = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(all, urls.map((url) => `import ${JSON.stringify(url)};\n`).join(""));
    const args = ["info", "--json", "--config", "deno.json", all];
    const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, cwd: root, stderr: "inherit" })
      .output();
    if (!success) throw new Error(`Cannot read the imports below "${root}": deno info failed`);
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(all);
  }
}

function arrow(root: string, from: string, { specifier, code, type }: Dependency): Arrow {
  const target = code ?? type;
  const file = shortName(root, target?.specifier ?? specifier);
  const line = (target?.span.start.line ?? 0) + 1;
  return {
    kind: file === undefined ? "package" : "file",
    from,
    to: file ?? specifier,
    line,
    typeOnly: code === undefined,
  };
}

function shortName(root: string, specifier: string): string | undefined {
  return specifier.startsWith("file:") ? relative(root, fileURLToPath(specifier)) : undefined;
}
