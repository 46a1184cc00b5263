import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import type { Context } from "../cli/context.ts";

/** Where programs lie that cron's PATH does not name. */
const PLACES = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** The world as a native command sees it. */
export type NativeContext = Context & Required<Pick<Context, "native">>;

/**
 * The world of a native run. cron gives hardly an environment: what the programs that are run need is added to this
 * process's own. Source: crontab(5).
 */
export function nativeContext(context: Context): NativeContext {
  const { homedir, username } = userInfo(); // from passwd(5)
  const home = context.env("HOME") || (homedir ?? "/");
  const path = (context.env("PATH") ?? "").split(":").filter((place) => place !== "");
  const world = {
    HOME: home,
    USER: context.env("USER") || username,
    LOGNAME: context.env("LOGNAME") || username,
    PATH: [...path, ...PLACES.filter((place) => !path.includes(place))].join(":"),
  };
  for (const [name, value] of Object.entries(world)) Deno.env.set(name, value);
  return { ...context, native: { home: context.env("E2E_HOME") || join(home, ".e2e"), host: hostname() } };
}
