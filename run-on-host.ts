import { native } from "./lib/native/native.ts";
import { runAsProgram } from "./lib/cli/program.ts";

/** The entry of `e2e-host`, the native tool that the host's crontab starts. */
if (import.meta.main) await runAsProgram(native, Deno.args);
