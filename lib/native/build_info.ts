/** Where `deno task compile` puts a {@link BuildInfo}, beside the code of a compiled `e2e-host`. */
export const BUILD_INFO = "dist/build.json";

/** What a compiled `e2e-host` was made from. */
export interface BuildInfo {
  /** The commit; with `+` when there were changes. */
  readonly commit: string;
  /** Compiled with a base program that is for tests alone. */
  readonly test_binary: boolean;
}

/** The version of a native tool, with its commit and its Deno: `0.1.0 (0123456789ab, Deno 2.9.6)`. */
export function nativeVersion(version: string): string {
  const { commit, test_binary } = buildInfo();
  const parts = [commit, `Deno ${Deno.version.deno}`, ...test_binary ? ["test binary"] : []]; // binary_swap.sh looks for it
  return `${version} (${parts.join(", ")})`;
}

function buildInfo(): BuildInfo {
  if (!Deno.build.standalone) return { commit: "source", test_binary: false };
  return JSON.parse(Deno.readTextFileSync(new URL(`../../${BUILD_INFO}`, import.meta.url)));
}
