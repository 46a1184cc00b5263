import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import type { World } from "../fixture.ts";

const PROJECT = join(import.meta.dirname ?? "", "../../..");
const SETUP = join(PROJECT, "tools/setup");
const EXAMPLE = join(PROJECT, "examples/activity-core");
/** Where uv is put, kept from one time to the next. */
const UV = join(PROJECT, ".cache/tests/uv");

/** The images that activity-core's compose file and Dockerfile name. */
export const IMAGES = ["postgres:15", "python:3.11-slim", "temporalio/auto-setup:1.29.1", "temporalio/ui:2.42.1"];

/** The program uv, which the host of a run has to have. */
export const UV_PROGRAM = join(UV, "bin/uv");

/** What is missing of uv and of the images named, one after the other: two test files may ask at once. */
const GET = `sh "$1/uv.sh" "$2"; shift 2; sh "$0" missing "$@" | xargs -r sh "$0" get`;

/** Gets images and uv where they are missing, and says how long that took; returns why that is not possible. */
export async function whyNoStack(): Promise<string | undefined> {
  const missing = (await must("sh", `${SETUP}/images.sh`, "missing", ...IMAGES)).split("\n").filter((name) =>
    name !== ""
  );
  const began = Date.now();
  if (missing.length > 0) console.log(`Getting ${missing.join(", ")}: up to 5 minutes where no image registry answers`);
  try {
    await Deno.mkdir(UV, { recursive: true });
    await must("flock", UV, "sh", "-euc", GET, `${SETUP}/images.sh`, SETUP, UV, ...IMAGES);
  } catch (error) {
    if (Deno.env.get("CI") !== undefined) throw error;
    return `${error}`;
  }
  if (missing.length > 0) console.log(`Got them in ${Math.round((Date.now() - began) / 1000)} s`);
}

/** A text of a file that another one replaces. */
export type Edit = readonly [file: string, from: string, to: string];

/** What a copy of activity-core differs in. */
export interface Changes {
  /** The directory's name. */
  readonly name?: string;
  /** Keys of the contract, replaced or added. */
  readonly contract?: Readonly<Record<string, unknown>>;
  readonly edits?: readonly Edit[];
  /** How long one workflow may take. */
  readonly limitS?: number;
}

/** Copies activity-core into a world, for this machine's user, who may have no uv on the login shell's PATH. */
export async function activityCore(world: World, changes: Changes = {}): Promise<string> {
  const { name = "activity-core", contract = {}, edits = [], limitS = 60 } = changes;
  const root = join(world.root, name);
  await must("cp", "-r", EXAMPLE, root);
  const env = {
    PATH: `${UV}/bin:${Deno.env.get("PATH")}`,
    FLOW_LIMIT_S: `${limitS}`,
    SSL_CERT_FILE: Deno.env.get("SSL_CERT_FILE") ?? "/etc/ssl/certs/ca-certificates.crt",
  };
  const file = join(root, "e2e/e2e.yml"), keys = { ports: "private", env, ...contract };
  const written = (await Deno.readTextFile(file)).split("\n").filter((line) =>
    !Object.keys(keys).some((key) => line.startsWith(`${key}:`))
  );
  const added = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join("");
  await Deno.writeTextFile(file, `${written.join("\n")}${added}`);
  for (const [path, from, to] of edits) await edit(join(root, path), from, to);
  return root;
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await Deno.readTextFile(path);
  assert.ok(text.includes(from), `${path} has no "${from}"`);
  await Deno.writeTextFile(path, text.replace(from, to));
}

/** A program that must succeed; gives its output. */
export async function must(program: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await exec(["sh", "-c", 'exec "$@"', "sh", program, ...args]);
  if (code !== 0) throw new Error(`${[program, ...args].join(" ")}: exit code ${code}: ${stderr.trim()}`);
  return stdout;
}

/** Lets at most `size` of them go on at once. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
