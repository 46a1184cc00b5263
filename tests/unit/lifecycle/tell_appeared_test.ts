import assert from "node:assert/strict";
import { appearedWords } from "../../../lib/lifecycle/tell_appeared.ts";

Deno.test("appearedWords() names what appeared, with the commands that remove it", () => {
  assert.equal(
    appearedWords(["container a", "volume d", "container b", "network c"], "box"),
    "Made on the Docker Engine of box meanwhile, perhaps by the tests, and not removed: container a, volume d, container b, network c (docker rm -f a b; docker network rm c; docker volume rm d)",
  );
});

Deno.test("appearedWords() names ten at most", () => {
  const many = Array.from({ length: 12 }, (_, at) => `volume v${at}`);
  assert.match(appearedWords(many, "box"), /volume v9 and 2 more \(docker volume rm v0 .* v9\)$/);
});
