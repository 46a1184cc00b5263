/**
 * Computes the loopback address of a sandbox, 127.x.y.z, from the last eight hex digits of the run id, which are random in
 * a UUIDv7. The address is never in 127.0.x.x, which the machine's own services use, and never ends in .0 or .255.
 * Throws a `RangeError` for text that does not end like a run id.
 */
export function privateAddress(runId: string): string {
  const digits = /[0-9a-f]{8}$/i.exec(runId)?.[0];
  if (digits === undefined) throw new RangeError(`Expected a run id, found ${JSON.stringify(runId)}`);
  const random = parseInt(digits, 16);
  const last = 1 + random % 254;
  const third = Math.floor(random / 254) % 256;
  const second = 1 + Math.floor(random / (254 * 256)) % 255;
  return `127.${second}.${third}.${last}`;
}
