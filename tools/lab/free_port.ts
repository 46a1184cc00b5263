/**
 * A TCP port of this machine at which nobody listens and that the kernel gives to nobody: it lies below those that a
 * connection or a listener without a wish gets, so that tests side by side do not take each other's.
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
