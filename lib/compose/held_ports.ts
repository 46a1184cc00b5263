import type { HeldPorts } from "./published_port.ts";

/**
 * Returns the ports that a program of the host holds on all addresses, from the contents of `/proc/net/tcp`, `tcp6`, `udp`
 * and `udp6`, concatenated. Such a port cannot be bound on any 127.x address.
 * Source: proc_net(5): local_address is hex address:port, st 0A is LISTEN; a UDP socket that is bound, but not connected, has 07.
 */
export function heldPorts(procNet: string): HeldPorts {
  const bound = /^\s*\d+: (?:0{8}|0{32}|0{16}FFFF0{12}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} (0A|07) /gim;
  return new Set(
    [...procNet.matchAll(bound)].map(([, port = "", state]) =>
      `${parseInt(port, 16)}/${state?.toUpperCase() === "0A" ? "tcp" : "udp"}`
    ),
  );
}
