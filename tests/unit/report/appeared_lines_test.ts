import assert from "node:assert/strict";
import { appearedLines } from "../../../lib/report/appeared_lines.ts";

Deno.test("appearedLines() names what appeared, with the commands that remove it", () => {
  assert.deepEqual(appearedLines({ appeared: ["container a", "volume d", "container b", "network c"], host: "box" }), [
    "  ! made on the Docker Engine of box during the tests, perhaps by them, and not removed: container a, volume d, container b, network c",
    "    if it is yours: docker rm -f a b; docker network rm c; docker volume rm d",
  ]);
});

Deno.test("appearedLines() names ten at most, and says nothing of nothing", () => {
  const appeared = Array.from({ length: 12 }, (_, at) => `volume v${at}`);
  assert.match(
    appearedLines({ appeared, host: "box" }).join("\n"),
    /volume v9 and 2 more\n.*docker volume rm v0 .* v9$/,
  );
  assert.deepEqual([appearedLines({ appeared: [], host: "box" }), appearedLines({ appeared: null, host: "box" })], [
    [],
    [],
  ]);
});
