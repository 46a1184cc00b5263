/** Splits arguments at the first `--`. A trailing `--` stays an argument. */
export function splitAtDashes(
  args: readonly string[],
): { readonly own: readonly string[]; readonly after: readonly string[] } {
  const at = args.indexOf("--");
  return at < 0 || at === args.length - 1
    ? { own: args, after: [] }
    : { own: args.slice(0, at), after: args.slice(at + 1) };
}

/** The line of the help for arguments after `--` that go to the tests. */
export const TEST_ARGS = "ARGS                     appended to the test command";
