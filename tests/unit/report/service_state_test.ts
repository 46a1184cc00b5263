import assert from "node:assert/strict";
import { serviceState } from "../../../lib/report/service_state.ts";
import { fullResult } from "./html/views.ts";

Deno.test("serviceState() describes a running and an ended container", () => {
  assert.deepEqual(fullResult.services.map(serviceState), [
    "running, healthy",
    "exited, exit code 137, out of memory, 2 restarts",
  ]);
});
