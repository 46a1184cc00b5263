import { type KnownImage, knownImage } from "./known_images.ts";
import type { PortFacts, ServiceFacts } from "./repository_facts.ts";

/** A health check for the contract. */
export interface PlannedCheck {
  readonly name: string;
  readonly target: { readonly kind: "service"; readonly service: string } | Address;
  readonly timeoutSeconds: number;
  /** Whether only the port's number suggests the protocol of the service. */
  readonly guessed: boolean;
}

/** An address on the host. */
interface Address {
  readonly kind: "http" | "tcp";
  readonly port: PortFacts;
  readonly path: string;
}

/** The service that the smoke test checks, and its address. */
export interface Subject {
  readonly service: string;
  readonly http: Address | undefined;
}

const MIN_SECONDS = 60, UNKNOWN_SECONDS = 120, MAX_SECONDS = 300;

/** Plans a health check for each service: its own healthcheck, else the check for its image, else its published port. */
export function healthChecks(services: readonly ServiceFacts[]): readonly PlannedCheck[] {
  const checks = started(services).flatMap((service) => checkOf(service) ?? []);
  if (checks.length > 0) return checks;
  const [first] = started(services).filter(({ name }) => isCheckable(name));
  return first === undefined ? [] : [serviceCheck(first)];
}

/** Chooses the service for the smoke test: the repository's own service with http, else any service with http, else the first service. */
export function smokeSubject(services: readonly ServiceFacts[]): Subject | undefined {
  const candidates = started(services).flatMap((service) => {
    const address = addressOf(service);
    return address?.kind === "http" && isCheckable(service.name) ? [{ service, http: address }] : [];
  });
  const isOwn = ({ service }: typeof candidates[number]) =>
    service.builds || knownImage(service.image ?? "").length === 0;
  const chosen = candidates.find(isOwn) ?? candidates[0];
  if (chosen !== undefined) return { service: chosen.service.name, http: chosen.http };
  const [check] = healthChecks(services);
  const first = check?.target.kind === "service" ? check.target.service : started(services)[0]?.name;
  return first === undefined ? undefined : { service: first, http: undefined };
}

/** The services that are started and keep running. */
function started(services: readonly ServiceFacts[]): readonly ServiceFacts[] {
  return services.filter(({ profiles, oneShot }) => profiles.length === 0 && !oneShot);
}

function checkOf(service: ServiceFacts): PlannedCheck | undefined {
  const known = knownImage(service.image ?? "");
  if (service.healthySeconds !== undefined && isCheckable(service.name)) return serviceCheck(service);
  const target = addressOf(service);
  if (target === undefined) return known.length > 0 && isCheckable(service.name) ? serviceCheck(service) : undefined;
  const timeoutSeconds = known[0]?.timeoutSeconds ?? UNKNOWN_SECONDS;
  return { name: checkName(service.name), target, timeoutSeconds, guessed: knownPort(service) === undefined };
}

function serviceCheck({ name, image = "", healthySeconds = 0 }: ServiceFacts): PlannedCheck {
  const seconds = Math.max(MIN_SECONDS, knownImage(image)[0]?.timeoutSeconds ?? 0, healthySeconds);
  const target = { kind: "service", service: name } as const;
  return { name: checkName(name), target, timeoutSeconds: Math.min(seconds, MAX_SECONDS), guessed: false };
}

function addressOf(service: ServiceFacts): Address | undefined {
  if (service.hostNetwork) return undefined;
  const known = knownPort(service);
  if (known !== undefined) return { kind: known.image.kind, port: known.port, path: known.image.path ?? "" };
  const port = service.ports.find(({ target }) => speaksHttp(target)) ?? service.ports[0];
  if (port === undefined) return undefined;
  return speaksHttp(port.target) ? { kind: "http", port, path: "/" } : { kind: "tcp", port, path: "" };
}

function knownPort(
  { image = "", ports }: ServiceFacts,
): { readonly image: KnownImage; readonly port: PortFacts } | undefined {
  return knownImage(image).flatMap((one) => {
    const port = ports.find(({ target }) => target === one.port);
    return port === undefined ? [] : [{ image: one, port }];
  })[0];
}

/** Default ports of web servers and frameworks. */
const HTTP_PORTS = new Set([80, 1313, 3000, 3001, 4000, 4200, 4321, 5000, 5001, 5173, 7000, 7070, 9000, 9080, 9090]);

function speaksHttp(port: number): boolean {
  return HTTP_PORTS.has(port) || (port >= 8000 && port < 9000 && ![8443, 8883].includes(port));
}

/** Whether a contract accepts the service's name. */
function isCheckable(name: string): boolean {
  return /^[\w.-]+$/.test(name);
}

function checkName(service: string): string {
  const plain = service.replace(/[^\w.-]+/g, "-").replace(/^[^A-Za-z0-9]+/, "").slice(0, 64);
  return plain || "service";
}
