/** How many networks Docker's default address pools hold: 172.17–31.0.0/16, and 192.168.0.0/16 in pieces of 20 bits. Source: moby, ipamutils. */
const DEFAULT = 31;

/** How many networks fit into address pools, written `BASE SIZE,BASE SIZE,…` as in `10.0.0.0/8 24`; nothing stands for the default ones. */
export function poolCapacity(pools: string): number {
  const pieces = [...pools.matchAll(/\/(\d+) (\d+)/g)].map(([, base, size]) => 2 ** (Number(size) - Number(base)));
  return pieces.length === 0 ? DEFAULT : pieces.reduce((sum, each) => sum + each, 0);
}
