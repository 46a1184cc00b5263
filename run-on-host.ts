import { native } from "./lib/native/native.ts";
import { runAsProgram } from "./lib/cli/program.ts";

/** The native entry, from which `e2e-host` is compiled: for the host's own crontab. */
if (import.meta.main) await runAsProgram(native, Deno.args);
