import { UserError } from "../../errors.ts";

/**
 * An ssh destination as ssh(1) takes it: an alias, a name or an address, `user@host`, or `ssh://user@host:port`. A bare
 * `[address]:port` or `host:port` becomes such a URL. Throws a UserError for what ssh would take for an option, or not at all.
 */
export function destination(text: string): string {
  const bad = (found: string) =>
    new UserError(`Cannot use "${text}" as a host: ${found}, an ssh destination was wanted`, {
      hint: "name it as in: ssh user@host",
    });
  if (text.startsWith("-")) throw bad("it begins with a dash");
  if (text === "" || /[\s\0]/.test(text)) throw bad("it is empty or has white space in it");
  if (text.startsWith("ssh://")) return text;
  const [, user = "", host = "", port] = /^(.*@)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(text) ?? [];
  if (port !== undefined) return `ssh://${user}${host}:${port}`;
  return host.startsWith("[") ? `${user}${host.slice(1, -1)}` : text;
}
