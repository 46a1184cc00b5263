import { join } from "node:path";
import { exec, type ExecResult } from "../../lib/host/exec.ts";

const SCRIPT = join(import.meta.dirname ?? "", "host.sh");
const BASE = "/var/lib/custodian-e2e/lab";

/** A second machine on this one. `host.sh` describes what each verb does. */
export class LabHost {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** The path of an ssh configuration in which the host has its name. */
  get sshConfig(): string {
    return `${BASE}/${this.name}/ssh_config`;
  }

  up = () => this.#verb("up");
  cut = () => this.#verb("cut");
  heal = () => this.#verb("heal");
  powerOff = () => this.#verb("power-off");
  restartEngine = () => this.#verb("engine-restart");
  restartSshd = () => this.#verb("sshd-restart");
  reset = () => this.#verb("reset");
  clock = (offset: string) => this.#verb("clock", offset);
  load = (...images: readonly string[]) => this.#verb("load", ...images);

  /** Runs a script on the host as root, also while its link is cut. Returns the output. */
  async exec(script: string, ...args: readonly string[]): Promise<string> {
    return (await this.#verb("exec", "sh", "-c", script, "sh", ...args)).stdout;
  }

  async #verb(verb: string, ...args: readonly string[]): Promise<ExecResult> {
    const result = await exec(["sh", "-c", '"$0" "$@"', SCRIPT, verb, this.name, ...args]);
    if (result.code !== 0) throw new Error(`host.sh ${verb} ${this.name}: exit code ${result.code}: ${result.stderr}`);
    return result;
  }
}

/** Returns why no lab host can be made here, or undefined. With `CI` set it is always undefined: tests fail then. */
export function noLabReason(): string | undefined {
  return Deno.uid() === 0 || Deno.env.get("CI") !== undefined ? undefined : "a lab host needs root";
}
