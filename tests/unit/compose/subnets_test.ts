import { deepEqual } from "node:assert/strict";
import { fixedSubnets, overlap, overlapWithin } from "../../../lib/compose/subnets.ts";

Deno.test("overlap() compares subnets of IPv4 and IPv6", () => {
  const table: readonly (readonly [string, string, boolean])[] = [
    ["10.197.5.0/24", "10.197.0.0/16", true],
    ["10.197.0.0/16", "10.197.5.0/24", true],
    ["10.197.5.0/24", "10.197.5.0/24", true],
    ["10.197.5.0/24", "10.197.6.0/24", false],
    ["fd00:1::/32", "fd00:1:2::/64", true],
    ["fd00:1::/32", "fd01::/32", false],
    ["10.0.0.0/8", "fd00::/8", false],
    ["10.0.0.0/8", "", false],
    ["nonsense", "10.0.0.0/8", false],
  ];
  deepEqual(table.map(([one, other]) => overlap(one, other)), table.map(([, , expected]) => expected));
});

Deno.test("fixedSubnets() returns those of the networks that are used", () => {
  const network = (subnet?: string) => ({ ipam: { config: [subnet === undefined ? {} : { subnet }] } });
  const model = {
    services: { a: { networks: { app: null, back: null, none: null } } },
    networks: {
      app: network("10.1.0.0/16"),
      back: network("10.1.2.0/24"),
      none: network(),
      other: network("10.1.3.0/24"),
    },
  };
  const fixed = [{ network: "app", subnet: "10.1.0.0/16" }, { network: "back", subnet: "10.1.2.0/24" }];
  deepEqual(fixedSubnets(model), fixed);
  deepEqual(overlapWithin(fixed), fixed);
  deepEqual(overlapWithin(fixed.slice(1)), undefined);
});
