/**
 * Returns a free TCP port of this machine. It is below the range from which the kernel chooses ports for
 * connections and for listeners without a fixed port, so that tests that run at once do not take each other's ports.
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
