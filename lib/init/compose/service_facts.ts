import { parseDuration } from "../../contract/duration.ts";
import type { ServiceFacts } from "../repository_facts.ts";
import type { SourcedService } from "./read_compose.ts";
import { readPorts } from "./read_ports.ts";
import { assignments, type Mapping, mapping, text, texts } from "../../contract/values.ts";

/** Collects the facts about each service of a compose file. */
export function serviceFacts(services: ReadonlyMap<string, Pick<SourcedService, "service">>): readonly ServiceFacts[] {
  const waitedFor = new Set([...services.values()].flatMap(({ service }) => completionDependencies(service)));
  return [...services].map(([name, { service }]) => ({
    name,
    image: text(service.image),
    builds: service.build !== undefined,
    ports: readPorts(service.ports),
    healthySeconds: healthySeconds(service.healthcheck),
    oneShot: waitedFor.has(name),
    profiles: texts(service.profiles),
    hostNetwork: service.network_mode === "host",
    addresses: configuredAddresses(service),
  }));
}

function completionDependencies(service: Mapping): readonly string[] {
  return Object.entries(mapping(service.depends_on))
    .filter(([, one]) => mapping(one).condition === "service_completed_successfully").map(([name]) => name);
}

/** The longest time of a healthcheck. Source: the Compose specification, healthcheck: three tries, 30 s apart by default. */
function healthySeconds(healthcheck: unknown): number | undefined {
  const { test, disable, interval, retries, start_period: startPeriod } = mapping(healthcheck);
  if (test === undefined || String(disable) === "true" || texts(test)[0] === "NONE") return undefined;
  const seconds = (value: unknown, fallback: number) => (parseDuration(value) ?? fallback * 1000) / 1000;
  const tries = Number(text(retries) ?? 3) || 3;
  return Math.ceil(seconds(startPeriod, 0) + seconds(interval, 30) * (tries + 1));
}

const localAddress = /(?:localhost|127\.0\.0\.1|host\.docker\.internal):\d+/;

/** Addresses on the host in the service's variables, and in the arguments that advertise an address. */
function configuredAddresses(service: Mapping): readonly string[] {
  const advertised = texts(service.command).flatMap((command) => command.split(/\s+/)).filter((_, index, all) =>
    /advertis/i.test(`${all[index - 1] ?? ""} ${all[index]}`)
  );
  return [...assignments(service.environment), ...advertised].filter((value) => localAddress.test(value));
}
