import assert from "node:assert/strict";
import { appearedLines } from "../../../lib/report/appeared_lines.ts";

Deno.test("appearedLines() lists what was created during the tests, with the commands that remove it", () => {
  assert.deepEqual(appearedLines({ appeared: ["container a", "volume d", "container b", "network c"], host: "box" }), [
    "  ! created on the Docker Engine of box during the tests and not removed: container a, volume d, container b, network c",
    "    if your tests created them: docker rm -f a b; docker network rm c; docker volume rm d",
  ]);
});

Deno.test("appearedLines() lists at most ten objects, and is empty without any", () => {
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
