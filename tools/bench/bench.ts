/**
 * Compares the speed of the tool with that of a script that does the same (`by_hand.sh`): `deno task bench [--count 7]
 * [--at-once 16] [--no-memory]`, as root, with Docker. Both run in turns, on this machine and by ssh on the lab host "bench";
 * the first run of each is listed separately. It also measures `doctor` and `retest`, 16 sandboxes at once (`--at-once 0`:
 * none), and the memory for 1 GB of test output. Prints the figures on standard output as Markdown, and the progress on
 * standard error. Compare the ratios, because a busy machine slows everything down. The time between the answer of the
 * service and the start of the test comes from the uptime of the machine, which both read; its unit is 10 ms.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { World } from "../../tests/e2e/fixture.ts";
import { LabWorld } from "../../tests/faults/lab_world.ts";
import { freePort } from "../lab/free_port.ts";
import { type Crowd, markdown, type Race, type Sample } from "./figures.ts";
import { measureLoops, measureMemory, type Place, runCrowd, runScript, runTool } from "./measure.ts";
import { benchRepository, commitAll, setDelay } from "./repository.ts";

const OUTPUT_BYTES = 1_000_000_000;

const { values } = parseArgs({
  allowNegative: true,
  options: {
    count: { type: "string", default: "7" },
    "at-once": { type: "string", default: "16" },
    memory: { type: "boolean", default: true },
  },
});

async function open(world: World, host: string): Promise<Place> {
  const port = freePort();
  const repository = await world.repository(benchRepository(port, "host"), "bench");
  await commitAll(repository);
  return { world, host, repository, port };
}

/** Runs the tool and the script in turns, on each place. */
async function race(places: Readonly<Record<string, Place>>, rounds: number): Promise<readonly Race[]> {
  const races = Object.keys(places).map((place) => ({ place, tool: [] as Sample[], script: [] as Sample[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { place: name, tool, script } of races) {
      const place = places[name];
      if (place === undefined) continue;
      await setDelay(place.repository, round);
      tool.push(await runTool(place));
      script.push(await runScript(place));
      const [ours, theirs] = [tool, script].map((samples) => samples.at(-1)?.totalMs);
      say(`${name} ${round === 0 ? "first" : `${round}/${rounds - 1}`}: tool ${ours} ms, by hand ${theirs} ms`);
    }
  }
  return races;
}

async function crowd(place: Place, count: number): Promise<Crowd> {
  say(`${count} sandboxes at once`);
  const repository = await place.world.repository(benchRepository(8080, "private"), "crowd");
  return await runCrowd({ ...place, repository }, count);
}

const say = (text: string) => console.error(text);

await using here = new World();
await using there = await LabWorld.open("bench");
const places = { local: await open(here, "local"), ssh: await open(there, there.host.name) };
const atOnce = Number(values["at-once"]);
const races = await race(places, 1 + Number(values.count));
say("doctor and retest");
const loops = await measureLoops(places.ssh, 5);
const sandboxes = atOnce === 0 ? undefined : await crowd(places.ssh, atOnce);
if (values.memory) say("1 GB of test output");
const memory = values.memory ? await measureMemory(places.ssh, OUTPUT_BYTES) : undefined;
console.log(markdown({ races, loops, crowd: sandboxes, memory }));
