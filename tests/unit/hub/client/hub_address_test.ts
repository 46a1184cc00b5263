import assert from "node:assert/strict";
import { hubAddress } from "../../../../lib/hub/client/hub_address.ts";

Deno.test("hubAddress() returns the given URL, else the environment's, else the fallback; undefined for none", () => {
  const at = (named: string | undefined, env: Readonly<Record<string, string>> = {}) =>
    hubAddress((name) => env[name], { named, fallback: "http://127.0.0.1:8000" })?.url.href;
  assert.equal(at(undefined), "http://127.0.0.1:8000/progress/");
  assert.equal(
    at(undefined, { STATE_HUB_URL: "https://hub/api/", STATE_HUB_PATH: "events" }),
    "https://hub/api/events",
  );
  assert.equal(at("http://other", { STATE_HUB_URL: "https://hub" }), "http://other/progress/");
  assert.deepEqual([at("none"), at(undefined, { STATE_HUB_URL: "none" })], [undefined, undefined]);
  assert.throws(() => at("ftp://hub"), {
    message: /^--hub is "ftp:\/\/hub": expected an http or https URL, or none$/,
  });
  for (const bad of ["https://ci:pa/ss@hub", "ci:pass@hub:8000", "ftp://ci:p@ss@hub"]) {
    assert.throws(() => at(bad), { message: /^--hub is "(https:\/\/|ftp:\/\/)?\*\*\*@hub(:8000)?": / });
  }
  assert.throws(() => at(undefined, { STATE_HUB_URL: "hub" }), { message: /^STATE_HUB_URL is "hub"/ });
});
