/**
 * The number of networks in Docker's default address pools: 172.17–31.0.0/16, and 192.168.0.0/16 in parts of 20 bits.
 * Source: moby, ipamutils.
 */
const DEFAULT = 31;

/**
 * Counts the networks that fit into address pools, `BASE SIZE,BASE SIZE,…` as in `10.0.0.0/8 24`. Without any the
 * default pools apply.
 */
export function poolCapacity(pools: string): number {
  const pieces = [...pools.matchAll(/\/(\d+) (\d+)/g)].map(([, base, size]) => 2 ** (Number(size) - Number(base)));
  return pieces.length === 0 ? DEFAULT : pieces.reduce((sum, each) => sum + each, 0);
}
