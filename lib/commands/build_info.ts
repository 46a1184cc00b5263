import { z } from "zod";

/** What `compile.ts` puts beside the code of a compiled `e2e-host`. */
export const BUILD_INFO = "dist/build.json";

const schema = z.object({
  /** The commit that it was compiled from; with `+` when there were changes. */
  commit: z.string(),
  /** Compiled with a base program that is for tests alone. */
  test_binary: z.boolean(),
});

/** What a compiled `e2e-host` was made from. */
export type BuildInfo = z.output<typeof schema>;

/** The version of a native tool, with its commit and its Deno: `0.1.0 (0123456789ab, Deno 2.9.6)`. */
export function nativeVersion(version: string): string {
  const info = buildInfo(), deno = `Deno ${Deno.version.deno}`;
  return `${version} (${[info?.commit ?? "source", deno, ...info?.test_binary ? [TEST_BINARY] : []].join(", ")})`;
}

/** What the version of a binary says that is for tests alone. */
export const TEST_BINARY = "test binary";

/** Undefined when it runs from its sources. */
function buildInfo(): BuildInfo | undefined {
  if (!Deno.build.standalone) return undefined;
  return schema.parse(JSON.parse(Deno.readTextFileSync(new URL(`../../${BUILD_INFO}`, import.meta.url))));
}
