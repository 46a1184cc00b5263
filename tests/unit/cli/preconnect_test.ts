import assert from "node:assert/strict";
import { hostIn } from "../../../lib/cli/preconnect.ts";

const HOSTS: readonly (readonly [args: string, host: string | undefined])[] = [
  ["shop --host lab", "lab"],
  ["shop --host=lab --keep", "lab"],
  ["--keep --lease 90 --host lab shop", "lab"],
  ["1a2b -f --host lab", "lab"],
  ["install shop --host lab --jitter 5m", "lab"],
  ["shop", "fallback"],
  ["shop -- --host lab", "fallback"],
  ["shop --host lab --", "lab"],
  ["shop --host local", undefined],
  ["shop --host", undefined],
  ["shop --host lab --host other", undefined],
];

for (const [args, host] of HOSTS) {
  Deno.test(`hostIn() finds ${host} in "${args}"`, () => assert.equal(hostIn(args.split(" "), "fallback"), host));
}

Deno.test("hostIn() finds no host where none is given", () => assert.equal(hostIn(["shop"], undefined), undefined));
