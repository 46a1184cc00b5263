import { join } from "node:path";
import { World } from "../../fixture.ts";

/** A world in which the tool is `e2e-host`, as a program of this checkout. */
export class NativeWorld extends World {
  override readonly command = [
    Deno.execPath(),
    "run",
    "-A",
    "--no-lock",
    join(import.meta.dirname ?? "", "../../../../run-on-host.ts"),
  ] as const;
}
