import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { type ComposeModel, type ComposeService, parseComposeModel } from "../../../../lib/compose/compose_model.ts";
import { isolate } from "../../../../lib/compose/isolate/isolate.ts";

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const record = <T>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
const keys = ["web", "db", "app", "worker", "data"];
const key = fc.constantFrom(...keys);
const image = fc.constantFrom("app", "app:latest", "docker.io/library/app", "shop/app:1", "postgres:15", "shop-web");

const port = fc.record({
  target: fc.integer({ min: 1, max: 200 }),
  published: fc.oneof(
    fc.integer({ min: 8080, max: 8083 }).map(String),
    fc.constantFrom("20001", "20002", "9000-9005", "0"),
  ),
  protocol: fc.constantFrom("tcp", "udp"),
  host_ip: fc.constantFrom("0.0.0.0", "127.0.0.1", "::1", ""),
}, { requiredKeys: ["target"] });

const build = record({
  context: fc.constant("/x"),
  tags: fc.array(image, { maxLength: 2 }),
  cache_to: fc.constant(["type=local,dest=/tmp/x"]),
  args: fc.dictionary(key, image, { noNullPrototype: true }),
  labels: fc.constant({ a: "b" }),
});

const service = record({
  image,
  build,
  container_name: key,
  restart: fc.constantFrom("always", "unless-stopped", "no", "on-failure:2"),
  stop_grace_period: fc.constant("5s"),
  ports: fc.array(port, { maxLength: 4 }),
  networks: fc.dictionary(key, fc.constantFrom(null, { aliases: ["x"] }), { maxKeys: 2, noNullPrototype: true }),
  volumes: fc.constant([{ type: "volume", source: "data", target: "/data" }]),
  labels: fc.constant({ "a.b": "c" }),
  profiles: fc.constant(["p"]),
  command: fc.constant(null),
  "x-mine": fc.jsonValue({ maxDepth: 1 }),
});

const resource = fc.oneof(
  fc.constant({}),
  fc.record({ name: fc.constantFrom("fixed", "shop_data", "e2e-a_db") }),
  fc.record({
    name: fc.constantFrom("br"),
    driver_opts: fc.constant({ "com.docker.network.bridge.name": "br0", mtu: "9" }),
  }),
  fc.record({ ipam: fc.constant({ config: [{ subnet: "10.9.0.0/24" }] }) }),
);
const resources = optional(fc.dictionary(key, resource, { maxKeys: 3, noNullPrototype: true }));

const models = fc.record({
  name: fc.constantFrom("shop", "e2e-a"),
  services: fc.dictionary(key, service, { maxKeys: 4, noNullPrototype: true }),
  networks: resources,
  volumes: resources,
  "x-top": fc.jsonValue({ maxDepth: 1 }),
}).map((model) => parseComposeModel(JSON.stringify(model)));

const held = fc.uniqueArray(fc.constantFrom("8080/tcp", "8080/udp", "8081/tcp", "9002/udp", "20001/tcp", "20003/udp"))
  .map((ports): ReadonlySet<string> => new Set(ports));

function isolated(
  model: ComposeModel,
  { project, address, held }: { project: string; address: string; held: ReadonlySet<string> },
) {
  return isolate(model, {
    project,
    runId: project,
    sandbox: `/sandboxes/${project}`,
    stopGraceMs: 2000,
    ports: { kind: "private", address, held },
  });
}

/** Every name, tag and port by which two sandboxes on one host could meet. */
function claims(model: ComposeModel): readonly string[] {
  const tag = (name: string, { image, build }: ComposeService) =>
    build ? [`image ${image ?? `${model.name}-${name}`}`] : [];
  return [
    `project ${model.name}`,
    ...Object.entries(model.services).flatMap(([name, service]) => [
      ...tag(name, service),
      ...(service.container_name === undefined ? [] : [`container ${service.container_name}`]),
      ...(service.build?.tags === undefined ? [] : ["tags"]),
      ...(service.build?.cache_to === undefined ? [] : ["cache"]),
      ...(service.ports ?? []).map((port) =>
        `port ${port.host_ip}:${port.published}/${port.protocol ?? "tcp"} ${port.target}`
      ),
    ]),
    ...Object.entries(model.networks ?? {}).map(([name, network]) =>
      `network ${network?.name ?? `${model.name}_${name}`}`
    ),
    ...Object.values(model.networks ?? {}).filter((it) => it?.driver_opts?.["com.docker.network.bridge.name"]).map(() =>
      "bridge"
    ),
    ...Object.entries(model.volumes ?? {}).map(([name, volume]) => `volume ${volume?.name ?? `${model.name}_${name}`}`),
  ];
}

Deno.test("isolate() makes two projects of any model share nothing", () => {
  fc.assert(
    fc.property(models, held, (model, held) => {
      const one = claims(isolated(model, { project: "e2e-a", address: "127.1.1.1", held }).model);
      const other = new Set(claims(isolated(model, { project: "e2e-b", address: "127.1.1.2", held }).model));
      deepEqual(one.filter((claim) => other.has(claim)), []);
    }),
    { numRuns: 500 },
  );
});

Deno.test("isolate() binds no port twice in one sandbox, and no held port", () => {
  fc.assert(
    fc.property(models, held, (model, held) => {
      const { ports } = isolated(model, { project: "e2e-a", address: "127.1.1.1", held });
      const fixed = ports.flatMap(({ published, protocol }) =>
        published === undefined ? [] : [{ published, protocol }]
      );
      equal(new Set(fixed.map(({ published, protocol }) => `${published}/${protocol}`)).size, fixed.length);
      deepEqual(fixed.filter(({ published, protocol }) => held.has(`${published}/${protocol}`)), []);
    }),
    { numRuns: 500 },
  );
});

Deno.test("isolate() changes nothing the second time", () => {
  fc.assert(
    fc.property(models, held, (model, held) => {
      const options = { project: "e2e-a", address: "127.1.1.1", held };
      const once = isolated(model, options);
      const twice = isolated(once.model, options);
      deepEqual(twice.changes, []);
      deepEqual(twice.model, once.model);
    }),
    { numRuns: 500 },
  );
});

Deno.test("isolate() keeps services, networks, volumes and every unknown field", () => {
  fc.assert(
    fc.property(models, held, (model, held) => {
      const after = isolated(model, { project: "e2e-a", address: "127.1.1.1", held }).model;
      deepEqual(after["x-top"], model["x-top"]);
      for (const kind of ["services", "networks", "volumes"] as const) {
        deepEqual(Object.keys(after[kind] ?? {}), Object.keys(model[kind] ?? {}));
      }
      for (const [name, before] of Object.entries(model.services)) {
        for (const field of ["x-mine", "command", "volumes"]) deepEqual(after.services[name]?.[field], before[field]);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("isolate() replaces every use of a tag that a service of the model builds", () => {
  fc.assert(
    fc.property(models, held, (model, held) => {
      const short = (image: string) => image.replace("docker.io/library/", "").replace(/:latest$/, "");
      const built = new Set(
        Object.values(model.services).flatMap(({ build, image }) => build && image ? [short(image)] : []),
      );
      const after = isolated(model, { project: "e2e-a", address: "127.1.1.1", held }).model;
      const used = Object.values(after.services).flatMap((
        { image, build },
      ) => [image, ...Object.values(build?.args ?? {})]);
      deepEqual(used.filter((image) => typeof image === "string" && built.has(short(image))), []);
    }),
    { numRuns: 500 },
  );
});
