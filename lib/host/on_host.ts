import { quote } from "./quote.ts";

/** Returns a command line as a user types it on this machine, to run it on a host. */
export function onHost(host: string, command: string): string {
  const isPlain = /^[\w@%+=:,./ -]*$/.test(command); // otherwise the shell of this machine would change it
  return host === "local" ? command : `ssh ${quote(host)} ${isPlain ? command : quote(command)}`;
}
