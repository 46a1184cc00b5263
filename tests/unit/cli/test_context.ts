import type { Context } from "../../../lib/cli/context.ts";

/** A context that collects what is written to standard error. */
export interface TestContext {
  readonly context: Context;
  readonly stderr: () => string;
}

/** Makes a context with the given environment. */
export function testContext(env: Readonly<Record<string, string>> = {}, more: Partial<Context> = {}): TestContext {
  let text = "";
  const context: Context = {
    cwd: "/",
    env: (name) => env[name],
    stdout: () => {},
    stderr: (written) => void (text += written),
    terminal: undefined,
    tty: false,
    signal: new AbortController().signal,
    now: () => 0,
    toolkit: undefined,
    version: "1.2.3",
    onLeave: () => () => {},
    ...more,
  };
  return { context, stderr: () => text };
}
