import { kill } from "../process/sandbox/scripts/fixture.ts";
import type { LabWorld } from "./lab_world.ts";
import type { Started } from "../e2e/fixture.ts";
import type { Outcome } from "../../lib/result/outcome.ts";

/** Something that goes wrong during a run, and which outcomes it allows besides that of the tests. */
export interface Fault {
  /** The lease of the run, seconds. */
  readonly leaseS: number;
  /** The outcomes that may replace the one of the tests. */
  readonly alsoAllowed: readonly Outcome[];
  /** Whether the tool dies, so that the host has to remove the sandbox. */
  readonly kills?: true;
  /** Whether the host needs `e2e gc`: after a power cut there is no watcher. */
  readonly sweeps?: true;
  readonly happen: (world: LabWorld, run: Started) => Promise<unknown>;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Fills a disk at once, and then what other processes have freed meanwhile. */
export const FILL = `
for each in 1 2 3; do fallocate -l "$(df --output=avail -B1 /tmp | tail -n 1)" "/tmp/fill$each" 2>/dev/null; done
dd if=/dev/zero of=/tmp/fill bs=4k 2>/dev/null
true`;

/** Frees the space again. */
export const EMPTY = "rm -f /tmp/fill*";

/** Returns a script that kills the processes of the user's sandboxes that run a script, if there are any. */
const killScript = (name: string) => `pkill -KILL -u e2e-lab -f "[.]e2e/.*/${name}"; true`;

/** All faults that a run on another machine has to survive, by name. */
export const FAULTS = {
  "the link is cut for a while": {
    leaseS: 60,
    alsoAllowed: [],
    happen: async ({ host }) => {
      await host.cut();
      await sleep(8_000);
      await host.heal();
    },
  },
  "the link is cut for longer than the lease": {
    leaseS: 5,
    alsoAllowed: ["infra"],
    happen: async ({ host }, run) => {
      await host.cut();
      await run.ended;
      await host.heal();
    },
  },
  "the power is cut": {
    leaseS: 20,
    alsoAllowed: ["infra"],
    sweeps: true,
    happen: async ({ host }) => {
      await host.powerOff();
      await host.up();
    },
  },
  "the power is cut and the tool dies": {
    leaseS: 20,
    alsoAllowed: [],
    kills: true,
    sweeps: true,
    happen: async ({ host }, run) => {
      await host.powerOff();
      kill(run.pid, "SIGKILL");
      await host.up();
    },
  },
  "the tool is killed": {
    leaseS: 4,
    alsoAllowed: [],
    kills: true,
    happen: (_, run) => Promise.resolve(kill(run.pid, "SIGKILL")),
  },
  "the Docker Engine is restarted": { leaseS: 60, alsoAllowed: ["infra"], happen: ({ host }) => host.restartEngine() },
  "sshd is restarted": { leaseS: 60, alsoAllowed: [], happen: ({ host }) => host.restartSshd() },
  "the disk is full for a while": {
    leaseS: 60,
    alsoAllowed: ["infra"],
    happen: async ({ host }) => {
      await host.exec(FILL);
      await sleep(4_000);
      await host.exec(EMPTY);
    },
  },
  "the watcher is killed": { leaseS: 60, alsoAllowed: [], happen: ({ host }) => host.exec(killScript("watch.sh")) },
  "the tests' supervisor is killed": {
    leaseS: 60,
    alsoAllowed: ["infra"],
    happen: ({ host }) => host.exec(killScript("job_run.sh")),
  },
  "the user presses Ctrl-C": {
    leaseS: 60,
    alsoAllowed: ["cancelled"],
    happen: (_, run) => Promise.resolve(kill(run.pid, "SIGINT")),
  },
  "the terminal is closed": {
    leaseS: 60,
    alsoAllowed: ["cancelled"],
    happen: (_, run) => Promise.resolve(kill(run.pid, "SIGHUP")),
  },
  "the user presses Ctrl-C twice": {
    leaseS: 4,
    alsoAllowed: ["cancelled"],
    kills: true,
    happen: async (_, run) => {
      kill(run.pid, "SIGINT");
      await sleep(700);
      kill(run.pid, "SIGINT");
    },
  },
  "another command removes the sandbox": {
    leaseS: 60,
    alsoAllowed: ["infra"],
    happen: (world) => world.run(["down", "--all", "--host", world.host.name]),
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;
