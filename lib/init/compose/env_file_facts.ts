import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { list, mapping, text } from "../../contract/values.ts";
import { ignoredByGit } from "../git_facts.ts";
import type { EnvFileFacts } from "../repository_facts.ts";
import type { ReadableCompose } from "./read_compose.ts";

/** Returns the env files of a compose file that are inside the repository. `base` is the directory of the compose file. */
export async function envFileFacts(
  root: string,
  { reading, base }: { readonly reading: ReadableCompose; readonly base: string },
): Promise<readonly EnvFileFacts[]> {
  const dotEnv = reading.usesEnv ? [{ path: resolve(base, ".env"), optional: true }] : [];
  const inside = [...dotEnv, ...namedFiles(reading)]
    .map(({ path, optional }) => ({ path: relative(root, path), optional }))
    .filter(({ path }) => path !== "" && !path.startsWith(".."));
  const ignored = await ignoredByGit(root, inside.map(({ path }) => path));
  const facts = await Promise.all(inside.map(async ({ path, optional }) => {
    const exists = await Deno.stat(join(root, path)).then(({ isFile }) => isFile, () => false);
    if (!exists) return optional ? [] : [{ path, state: "missing" as const, example: exampleOf(root, path) }];
    return [{ path, state: ignored.includes(path) ? "ignored" as const : "sent" as const }];
  }));
  return [...new Map(facts.flat().map((one) => [one.path, one])).values()];
}

function namedFiles({ services }: ReadableCompose) {
  return [...services.values()].flatMap(({ service, base }) =>
    list(service.env_file).flatMap((one) => {
      const path = text(one) ?? text(mapping(one).path);
      return path === undefined ? [] : [{ path: resolve(base, path), optional: mapping(one).required === false }];
    })
  );
}

function exampleOf(root: string, path: string): string | undefined {
  const suffixes = [".example", ".sample", ".template", ".dist"];
  const suffix = suffixes.find((each) => existsSync(join(root, path + each)));
  return suffix === undefined ? undefined : path + suffix;
}
