/** The arguments before the first `--`, and what stands behind it; where nothing does, it is an argument as others are. */
export function behindDashes(
  args: readonly string[],
): { readonly own: readonly string[]; readonly behind: readonly string[] } {
  const at = args.indexOf("--");
  return at < 0 || at === args.length - 1
    ? { own: args, behind: [] }
    : { own: args.slice(0, at), behind: args.slice(at + 1) };
}

/** What the help says of them, where they are the tests'. */
export const TEST_ARGS = "ARGS                     appended to the test command";
