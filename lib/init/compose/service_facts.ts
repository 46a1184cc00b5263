import { parseDuration } from "../../contract/duration.ts";
import type { ServiceFacts } from "../facts.ts";
import type { SourcedService } from "./read_compose.ts";
import { readPorts } from "./read_ports.ts";
import { assignments, type Mapping, mapping, text, texts } from "../../contract/values.ts";

/** What matters of each service of a compose file. */
export function serviceFacts(services: ReadonlyMap<string, SourcedService>): readonly ServiceFacts[] {
  const all = [...services].map(([name, { service }]) => ({ name, service }));
  const waitedFor = new Set(all.flatMap(({ service }) => endsWaitedFor(service)));
  return all.map(({ name, service }) => ({
    name,
    image: text(service.image),
    builds: service.build !== undefined,
    ports: readPorts(service.ports),
    healthySeconds: healthySeconds(service.healthcheck),
    oneShot: waitedFor.has(name),
    profiles: texts(service.profiles),
    hostNetwork: service.network_mode === "host",
    addresses: toldAddresses(service),
  }));
}

function endsWaitedFor(service: Mapping): readonly string[] {
  return Object.entries(mapping(service.depends_on))
    .filter(([, one]) => mapping(one).condition === "service_completed_successfully").map(([name]) => name);
}

/** Source: the Compose specification, healthcheck: 30 s between three tries unless written. */
function healthySeconds(healthcheck: unknown): number | undefined {
  const { test, disable, interval, retries, start_period: startPeriod } = mapping(healthcheck);
  if (test === undefined || String(disable) === "true" || texts(test)[0] === "NONE") return undefined;
  const seconds = (value: unknown, fallback: number) => (parseDuration(value) ?? fallback * 1000) / 1000;
  const tries = Number(text(retries) ?? 3) || 3;
  return Math.ceil(seconds(startPeriod, 0) + seconds(interval, 30) * (tries + 1));
}

const localAddress = /(?:localhost|127\.0\.0\.1|host\.docker\.internal):\d+/;

/** What a service is told to tell others: variables, and arguments that advertise. */
function toldAddresses(service: Mapping): readonly string[] {
  const advertised = texts(service.command).flatMap((command) => command.split(/\s+/)).filter((_, index, all) =>
    /advertis/i.test(`${all[index - 1] ?? ""} ${all[index]}`)
  );
  return [...assignments(service.environment), ...advertised].filter((told) => localAddress.test(told));
}
