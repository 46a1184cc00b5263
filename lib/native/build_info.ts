/** Where `deno task compile` puts a {@link BuildInfo}, beside the code of a compiled `e2e-host`. */
export const BUILD_INFO = "dist/build.json";

/** The source of a compiled `e2e-host`. */
export interface BuildInfo {
  /** The commit, followed by `+` when there were uncommitted changes. */
  readonly commit: string;
  /** Whether it was compiled with a base program for tests only. */
  readonly test_binary: boolean;
}

/** Returns the version with the commit and the version of Deno: `0.1.0 (0123456789ab, Deno 2.9.6)`. */
export function nativeVersion(version: string): string {
  const { commit, test_binary } = buildInfo();
  const parts = [commit, `Deno ${Deno.version.deno}`, ...test_binary ? ["test binary"] : []]; // binary_swap.sh searches for these words
  return `${version} (${parts.join(", ")})`;
}

function buildInfo(): BuildInfo {
  if (!Deno.build.standalone) return { commit: "source", test_binary: false };
  return JSON.parse(Deno.readTextFileSync(new URL(`../../${BUILD_INFO}`, import.meta.url)));
}
