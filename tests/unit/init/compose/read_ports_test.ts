import { deepEqual } from "node:assert/strict";
import { readPorts } from "../../../../lib/init/compose/read_ports.ts";

const cases: readonly (readonly [unknown, readonly [number, number] | undefined])[] = [
  ["8080:80", [80, 8080]],
  ["127.0.0.1:5432:5432", [5432, 5432]],
  ["[::1]:5432:5432", [5432, 5432]],
  ["3000-3005:4000-4005", [4000, 3000]],
  ["8080:80/tcp", [80, 8080]],
  ["53:53/udp", undefined],
  ["80", undefined],
  [80, undefined],
  ["127.0.0.1::80", undefined],
  [":80", undefined],
  ["99999:80", undefined],
  ["web", undefined],
  [{ target: 80, published: 8080 }, [80, 8080]],
  [{ target: "80", published: "8080-8090" }, [80, 8080]],
  [{ target: 80 }, undefined],
  [{ target: 53, published: 53, protocol: "udp" }, undefined],
  [null, undefined],
];

for (const [written, wanted] of cases) {
  Deno.test(`readPorts() reads ${JSON.stringify(written)}`, () => {
    deepEqual(readPorts([written]), wanted === undefined ? [] : [{ target: wanted[0], published: wanted[1] }]);
  });
}
