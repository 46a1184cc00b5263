import { join } from "node:path";
import { exec } from "../../lib/host/exec.ts";

const SCRIPT = join(import.meta.dirname ?? "", "engine.sh");

/** A second Docker Engine on this machine. `engine.sh` describes what each verb does. */
export class LabEngine implements AsyncDisposable {
  /** `DOCKER_HOST` of the engine. */
  readonly host: string;

  private constructor(readonly name: string, host: string) {
    this.host = host;
  }

  /** Starts an engine with options of dockerd. It is removed when it is disposed of. */
  static async up(name: string, ...options: readonly string[]): Promise<LabEngine> {
    return new LabEngine(name, (await verb("up", name, ...options)).trim());
  }

  /** Kills the engine and starts it again. */
  async restart(): Promise<void> {
    await verb("restart", this.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await verb("down", this.name);
  }
}

async function verb(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await exec(["sh", SCRIPT, ...args]);
  if (code !== 0) throw new Error(`engine.sh ${args.join(" ")}: exit code ${code}: ${stderr}`);
  return stdout;
}
