import assert from "node:assert/strict";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import { LabWorld } from "./lab_world.ts";

const HOST = "doctor-1";

interface Row {
  readonly name: string;
  readonly hurt: (world: LabWorld) => Promise<unknown>;
  readonly mend: (world: LabWorld) => Promise<unknown>;
  readonly code: number;
  readonly says: RegExp;
}

const onHost = (script: string) => ({ host }: LabWorld) => host.exec(script);
/** Starts a process with the name of cron: not every machine has cron. */
const CRON = 'cp "$(command -v sleep)" /tmp/cron && setsid --fork /tmp/cron 300 </dev/null >/dev/null 2>&1';
const SOCKET = "/run/docker.sock";

const ROWS: readonly Row[] = [
  {
    name: "it is healthy",
    hurt: onHost(CRON),
    mend: onHost("pkill -x cron; rm /tmp/cron"),
    code: 0,
    says: /^Ready to run$/m,
  },
  {
    name: "the user has no access to Docker",
    hurt: onHost(`chmod 600 ${SOCKET}`),
    mend: onHost(`chmod 660 ${SOCKET}`),
    code: 4,
    says: /✗ Docker: .*permission denied.*\n {6}sudo usermod -aG docker "\$USER", then log in again\n/,
  },
  {
    name: "its disk is full",
    hurt: onHost('fallocate -l "$(($(df --output=avail -B1 /tmp | tail -n 1) - 10000000))" /tmp/fill'),
    mend: onHost("rm -f /tmp/fill"),
    code: 4,
    says: /✗ disk of \/home\/e2e-lab\/\.e2e: \d+ MB free, expected at least 1\.0 GB\n {6}e2e gc --host \S+ removes/,
  },
  {
    name: "its clock is wrong",
    hurt: ({ host }) => host.clock("+1h"),
    mend: ({ host }) => host.clock(""),
    code: 0,
    says:
      /! clock: (59 min 5\d s|1 h 0 min) ahead of this machine, expected at most 2\.0 s\n {6}sudo timedatectl set-ntp true\n/,
  },
];

for (const { name, hurt, mend, code, says } of ROWS) {
  Deno.test({
    name: `e2e doctor checks a host by ssh when ${name}`,
    ignore: noLabReason() !== undefined,
    fn: async () => {
      await using world = await LabWorld.open(HOST);
      try {
        await hurt(world);
        const ended = await world.run(["doctor"], { XDG_RUNTIME_DIR: world.root });
        assert.equal(ended.code, code, ended.stdout);
        assert.match(ended.stdout, says);
      } finally {
        await mend(world);
      }
    },
  });
}
