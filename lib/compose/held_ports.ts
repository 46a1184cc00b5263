/**
 * Returns the TCP ports on which a program of the host listens on all addresses, from the contents of `/proc/net/tcp` and
 * `/proc/net/tcp6`, concatenated. Such a port cannot be bound on any 127.x address.
 * Source: proc_net(5): local_address is hex address:port, st 0A is LISTEN.
 */
export function heldPorts(procNetTcp: string): ReadonlySet<number> {
  const listening = /^\s*\d+: (?:0{8}|0{32}|0{16}FFFF0{12}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gim;
  return new Set([...procNetTcp.matchAll(listening)].map((match) => parseInt(match[1] ?? "", 16)));
}
