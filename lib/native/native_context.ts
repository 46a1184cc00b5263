import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Context } from "../cli/context.ts";

/** Directories of programs that the PATH of cron lacks. */
const PROGRAM_DIRECTORIES = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** The context of a native command. */
export type NativeContext = Context & Required<Pick<Context, "native">>;

/**
 * Returns the context of a native command. cron sets few variables, so the ones that programs need are added to the
 * environment of this process. Source: crontab(5).
 */
export function nativeContext(context: Context): NativeContext {
  const { homedir, username } = userInfo(); // from passwd(5)
  const home = context.env("HOME") || (homedir ?? "/");
  const path = (context.env("PATH") ?? "").split(":").filter((directory) => directory !== "");
  const variables = {
    HOME: home,
    USER: context.env("USER") || username,
    LOGNAME: context.env("LOGNAME") || username,
    PATH: [...new Set([...path, ...PROGRAM_DIRECTORIES])].join(":"),
  };
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
  return { ...context, native: { home: context.env("E2E_HOME") || join(home, ".e2e"), host: hostname() } };
}
