import { UserError } from "../../errors.ts";

/**
 * Returns an ssh destination in the form that ssh(1) accepts: an alias, a name, an address, `user@host`, or
 * `ssh://user@host:port`. A bare `[address]:port` or `host:port` becomes such a URL. Throws a UserError for text that ssh
 * would read as an option or reject.
 */
export function destination(text: string): string {
  const bad = (found: string) =>
    new UserError(`Cannot use "${text}" as a host: ${found}, expected an ssh destination`, {
      hint: "use user@host, or an alias of ~/.ssh/config",
    });
  if (text.startsWith("-")) throw bad("it begins with a dash");
  if (text === "" || /[\s\0]/.test(text)) throw bad("it is empty or contains white space");
  if (text.startsWith("ssh://")) return text;
  const [, user = "", host = "", port] = /^(.*@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text) ?? [];
  if (port !== undefined) return `ssh://${user}${host}:${port}`;
  return host.startsWith("[") ? `${user}${host.slice(1, -1)}` : text;
}
