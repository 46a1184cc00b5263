import { kill } from "../process/sandbox/scripts/fixture.ts";
import type { LabWorld } from "./lab_world.ts";
import type { Started } from "../e2e/fixture.ts";
import type { Outcome } from "../../lib/result/outcome.ts";

/** What happens to a run, and what may then be said of it beside what its tests say. */
export interface Fault {
  /** How long the host waits for a sign of life, seconds. */
  readonly leaseS: number;
  /** Whether the tests' own word may be missing, and what stands for it. */
  readonly mayTell: readonly Outcome[];
  /** Whether the tool dies of it, so that the host has to help itself. */
  readonly kills?: true;
  /** Whether the host needs somebody to sweep it: nothing watches after a power cut. */
  readonly sweeps?: true;
  readonly happen: (world: LabWorld, run: Started) => Promise<unknown>;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Fills a disk at once, then what others left free meanwhile. */
export const FILL = `
for each in 1 2 3; do fallocate -l "$(df --output=avail -B1 /tmp | tail -n 1)" "/tmp/fill$each" 2>/dev/null; done
dd if=/dev/zero of=/tmp/fill bs=4k 2>/dev/null
true`;

/** Gives the room back. */
export const EMPTY = "rm -f /tmp/fill*";

/** Kills the processes of the user's sandboxes that run a script; `true`, because they may have ended by themselves. */
const killScript = (name: string) => `pkill -KILL -u e2e-lab -f "[.]e2e/.*/${name}"; true`;

/** Everything that a run on another machine has to survive, by name. */
export const FAULTS = {
  "the link is cut for a while": {
    leaseS: 60,
    mayTell: [],
    happen: async ({ host }) => {
      await host.cut();
      await sleep(8_000);
      await host.heal();
    },
  },
  "the link is cut for longer than the lease": {
    leaseS: 5,
    mayTell: ["infra"],
    happen: async ({ host }, run) => {
      await host.cut();
      await run.ended;
      await host.heal();
    },
  },
  "the power is cut": {
    leaseS: 20,
    mayTell: ["infra"],
    sweeps: true,
    happen: async ({ host }) => {
      await host.powerOff();
      await host.up();
    },
  },
  "the power is cut and the tool dies": {
    leaseS: 20,
    mayTell: [],
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
    mayTell: [],
    kills: true,
    happen: (_, run) => Promise.resolve(kill(run.pid, "SIGKILL")),
  },
  "the Docker Engine is restarted": { leaseS: 60, mayTell: ["infra"], happen: ({ host }) => host.restartEngine() },
  "sshd is restarted": { leaseS: 60, mayTell: [], happen: ({ host }) => host.restartSshd() },
  "the disk is full for a while": {
    leaseS: 60,
    mayTell: ["infra"],
    happen: async ({ host }) => {
      await host.exec(FILL);
      await sleep(4_000);
      await host.exec(EMPTY);
    },
  },
  "the watcher is killed": { leaseS: 60, mayTell: [], happen: ({ host }) => host.exec(killScript("watch.sh")) },
  "the tests' supervisor is killed": {
    leaseS: 60,
    mayTell: ["infra"],
    happen: ({ host }) => host.exec(killScript("job_run.sh")),
  },
  "the user presses Ctrl-C": {
    leaseS: 60,
    mayTell: ["cancelled"],
    happen: (_, run) => Promise.resolve(kill(run.pid, "SIGINT")),
  },
  "the terminal is closed": {
    leaseS: 60,
    mayTell: ["cancelled"],
    happen: (_, run) => Promise.resolve(kill(run.pid, "SIGHUP")),
  },
  "the user presses Ctrl-C twice": {
    leaseS: 4,
    mayTell: ["cancelled"],
    kills: true,
    happen: async (_, run) => {
      kill(run.pid, "SIGINT");
      await sleep(700);
      kill(run.pid, "SIGINT");
    },
  },
  "somebody takes the sandbox down": {
    leaseS: 60,
    mayTell: ["infra"],
    happen: (world) => world.run(["down", "--all", "--host", world.host.name]),
  },
} as const satisfies Readonly<Record<string, Fault>>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;
