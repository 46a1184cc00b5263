import assert from "node:assert/strict";
import type { Delivery } from "../../../lib/hub/client/deliver.ts";
import { hubAddress } from "../../../lib/hub/client/hub_address.ts";
import { deliveryText, undeliveredHint } from "../../../lib/runner/delivery_text.ts";
import { testContext } from "../cli/test_context.ts";

const HUB = hubAddress(() => undefined, { named: "http://hub", fallback: "" });
assert.ok(HUB !== undefined);
const hub = HUB,
  OWN = "/runs/019b0000-0000-7000-8000-00001a2b3c4d",
  OTHER = "/runs/019b0000-0000-7000-8000-00002b3c4d5e";
const NOTHING: Delivery = { delivered: [], refused: [], waiting: [] };
const waits = (path: string, taken = false) => ({ path, why: "status 503", taken });
const { context } = testContext();
const native = testContext({}, { native: { home: "/", host: "lab" } }).context;

Deno.test("deliveryText() is empty when everything arrived", () => {
  assert.equal(deliveryText({ ...NOTHING, delivered: [{ path: OWN, note: undefined }] }, { hub }, context), "");
});

Deno.test("deliveryText() counts the undelivered results, and gives the reason", () => {
  const text = (delivery: Partial<Delivery>, own?: string) =>
    deliveryText({ ...NOTHING, ...delivery }, { hub, ...own === undefined ? {} : { own } }, context);
  assert.equal(
    text({ waiting: [waits(OWN), waits(OTHER)] }),
    "2 results are not yet delivered to the state-hub http://hub (status 503)\n",
  );
  assert.equal(
    text({ waiting: [waits(OWN, true)] }, OWN),
    "1 result is not yet delivered to the state-hub http://hub (it has the result, but not its report: status 503)\n",
  );
  assert.equal(
    text({ waiting: [waits(OTHER)] }, OWN),
    "1 result of an earlier run is not yet delivered (last try: status 503)\n",
  );
});

Deno.test("deliveryText() names refused results and undelivered reports, with the next command", () => {
  const delivery = { ...NOTHING, refused: [{ path: OWN, why: "400" }], delivered: [{ path: OTHER, note: "no page" }] };
  assert.equal(
    deliveryText(delivery, { hub }, native),
    "The state-hub has the result of run 2b3c4d5e, but no page\n" +
      "The state-hub refused the result of run 1a2b3c4d: 400\n" +
      "  e2e-host flush --list shows it, e2e-host flush --again sends it again\n",
  );
});

Deno.test("undeliveredHint() names the command that delivers, with the hub that the command line named", () => {
  const hint = (path: string, in_ = context) =>
    undeliveredHint({ ...NOTHING, waiting: [waits(path)] }, { hub, own: OWN }, in_);
  const more = "; e2e hub starts a local state-hub; STATE_HUB_URL=none turns reporting off";
  assert.equal(hint(OWN), `  e2e flush --hub http://hub/ tries again${more}\n`);
  assert.equal(hint(OWN, testContext({ STATE_HUB_URL: "http://hub" }).context), `  e2e flush tries again${more}\n`);
  assert.equal(hint(OTHER, native), "  e2e-host flush --hub http://hub/ tries again\n");
  assert.equal(undeliveredHint(NOTHING, { hub }, context), "");
});
