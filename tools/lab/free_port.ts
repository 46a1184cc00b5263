/**
 * Returns a free TCP port of this machine. The kernel does not give it to anybody else: it is below the range of ports for
 * connections and for listeners that name no port, so that tests that run at once do not take each other's ports.
 * Source: ip(7), ip_local_port_range.
 */
export function freePort(): number {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    try {
      Deno.listen({ hostname: "0.0.0.0", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}
