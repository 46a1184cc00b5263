import { deepEqual, equal } from "node:assert/strict";
import type { ComposeModel, ComposeService } from "../../../../lib/compose/compose_model.ts";
import { isolate } from "../../../../lib/compose/isolate/isolate.ts";
import type { PortsPolicy } from "../../../../lib/compose/published_port.ts";

const project = "e2e-shop-1a2b3c4d";
const labels = { "dev.custodian.e2e.run": "run-1", "dev.custodian.e2e.sandbox": "/home/ana/.e2e/sandboxes/x" };
const address = "127.4.5.6";
const common = { project, runId: "run-1", sandbox: "/home/ana/.e2e/sandboxes/x", stopGraceMs: 2000 };

function isolated(model: Partial<ComposeModel>, ports: PortsPolicy = { kind: "host" }) {
  return isolate({ name: project, services: {}, ...model }, { ...common, ports });
}

/** What is changed of one service that is complete otherwise. */
function service(fields: ComposeService, others: Readonly<Record<string, ComposeService>> = {}) {
  const full = (one: ComposeService) => ({ stop_grace_period: "1s", ...one });
  const all = Object.fromEntries(Object.entries({ web: fields, ...others }).map(([name, one]) => [name, full(one)]));
  const { model, changes } = isolated({ services: all });
  const { labels: _, stop_grace_period: __, ...web } = model.services.web ?? {};
  return { web, changes, services: model.services };
}

Deno.test("isolate() labels containers, networks, volumes and built images, and changes nothing else of a plain model", () => {
  const { model, changes } = isolated({
    "x-mine": { a: 1 },
    services: {
      web: { image: "x", stop_grace_period: "1s", labels: { a: "b" }, networks: { default: null }, "x-y": [null] },
    },
    networks: { default: { name: `${project}_default`, ipam: {} } },
    volumes: { data: { name: `${project}_data` }, plain: null },
    secrets: { s: { name: `${project}_s`, file: "/x" } },
  });
  deepEqual(changes, []);
  deepEqual(model, {
    name: project,
    "x-mine": { a: 1 },
    services: {
      web: {
        image: "x",
        stop_grace_period: "1s",
        labels: { a: "b", ...labels },
        networks: { default: null },
        "x-y": [null],
      },
    },
    networks: { default: { name: `${project}_default`, ipam: {}, labels } },
    volumes: { data: { name: `${project}_data`, labels }, plain: { name: `${project}_plain`, labels } },
    secrets: { s: { name: `${project}_s`, file: "/x" } },
  });
});

Deno.test("isolate() replaces the names of another project without reporting a change", () => {
  const { model, changes } = isolated({ name: "shop", volumes: { data: { name: "shop_data" } } });
  equal(model.name, project);
  equal(model.volumes?.data?.name, `${project}_data`);
  deepEqual(changes, []);
});

Deno.test("isolate() removes fixed names, and keeps external resources", () => {
  const foreign = { name: "prod", external: true };
  const { model, changes } = isolated({
    networks: { own: { name: "fixed" }, foreign },
    volumes: { own: { name: "keep", external: false }, foreign },
    secrets: { own: { name: "s", file: "/x" }, foreign },
    configs: { own: { name: "c", file: "/x" }, foreign },
  });
  deepEqual(changes, [
    'volumes.own: name "keep" removed',
    'networks.own: name "fixed" removed',
    'secrets.own: name "s" removed',
    'configs.own: name "c" removed',
  ]);
  deepEqual(
    [model.networks, model.volumes, model.secrets, model.configs].map((kind) => kind?.foreign),
    Array(4).fill(foreign),
  );
  deepEqual(
    [model.networks, model.volumes, model.secrets, model.configs].map((kind) => kind?.own?.name),
    Array(4).fill(`${project}_own`),
  );
});

Deno.test("isolate() removes the bridge's name, and reports fixed subnets", () => {
  const { model, changes } = isolated({
    networks: {
      n: {
        driver_opts: { "com.docker.network.bridge.name": "br9", mtu: "9" },
        ipam: { config: [{ subnet: "10.9.0.0/24" }] },
      },
    },
  });
  deepEqual(model.networks?.n?.driver_opts, { mtu: "9" });
  deepEqual(changes, [
    'networks.n: driver_opts com.docker.network.bridge.name "br9" removed',
    "networks.n: subnet 10.9.0.0/24 kept, so only one sandbox of this repository can run at a time",
  ]);
});

Deno.test("isolate() turns a container's name into an alias on its networks", () => {
  const { web, changes } = service({
    container_name: "shop-web",
    networks: { default: null, back: { aliases: ["w"], priority: 1 } },
  });
  deepEqual(web, {
    networks: { default: { aliases: ["shop-web"] }, back: { aliases: ["w", "shop-web"], priority: 1 } },
  });
  deepEqual(changes, ['services.web: container_name "shop-web" removed, kept as an alias on its networks']);
});

Deno.test("isolate() adds no alias for a container named like its service, or without networks", () => {
  deepEqual(service({ container_name: "web", networks: { default: null } }).web, { networks: { default: null } });
  deepEqual(service({ container_name: "w", network_mode: "none" }).web, { network_mode: "none" });
});

Deno.test("isolate() keeps restart policies", () => {
  for (const restart of ["always", "unless-stopped", "on-failure:3", "no"]) {
    const { web, changes } = service({ restart });
    deepEqual([web, changes], [{ restart }, []]);
  }
  const deploy = { restart_policy: { condition: "any", delay: "5s" }, replicas: 2 };
  const { web, changes } = service({ deploy });
  deepEqual([web, changes], [{ deploy }, []]);
});

Deno.test("isolate() removes optional dependencies that a profile left out, and no others", () => {
  const depends_on = {
    db: { condition: "service_started", required: false },
    off: { condition: "service_healthy", required: false },
    missing: { condition: "service_started", required: true },
  };
  const { web, changes } = service({ depends_on }, { db: {} });
  deepEqual([web, changes], [{ depends_on: { db: depends_on.db, missing: depends_on.missing } }, []]);
});

Deno.test("isolate() sets a missing grace period, and removes profiles", () => {
  const { model, changes } = isolated({ services: { web: { profiles: ["ui"] }, db: { stop_grace_period: "30s" } } });
  deepEqual(model.services.web, { stop_grace_period: "2s", labels });
  equal(model.services.db?.stop_grace_period, "30s");
  deepEqual(changes, ["services.web: stop_grace_period 2s added"]);
});

Deno.test("isolate() gives a built image the sandbox's own tag wherever it is used", () => {
  const { services, changes } = service(
    { image: "shop/app", build: { context: "/x", tags: ["shop/app:1"], cache_to: ["type=inline"], args: { A: "b" } } },
    {
      same: { image: "shop/app:latest", pull_policy: "always" },
      full: { image: "docker.io/shop/app:1" },
      other: { image: "shop/app:2" },
      port: { image: "registry:5000/shop/app" },
      child: {
        build: {
          args: { BASE: "shop/app", N: 1, E: "" },
          additional_contexts: { base: "docker-image://shop/app", x: "/y" },
        },
      },
    },
  );
  const web = `${project}-web`;
  deepEqual(services.web?.build, { context: "/x", args: { A: "b" }, labels });
  equal(services.web?.image, undefined);
  deepEqual([services.same, services.full].map((one) => [one?.image, one?.pull_policy]), [[web, "never"], [
    web,
    "never",
  ]]);
  deepEqual([services.other, services.port].map((one) => one?.image), ["shop/app:2", "registry:5000/shop/app"]);
  deepEqual(services.child?.build?.args, { BASE: web, N: 1, E: "" });
  deepEqual(services.child?.build?.additional_contexts, { base: `docker-image://${web}`, x: "/y" });
  deepEqual(changes, [
    `services.web: image "shop/app" removed, built as "${web}"`,
    'services.web: build.tags "shop/app:1" removed',
    'services.web: build.cache_to "type=inline" removed',
    `services.same: image "shop/app:latest" replaced by "${web}", which this model builds`,
    `services.full: image "docker.io/shop/app:1" replaced by "${web}", which this model builds`,
    `services.child: build.args.BASE "shop/app" replaced by "${web}"`,
    `services.child: build.additional_contexts.base "shop/app" replaced by "${web}"`,
  ]);
});

Deno.test("isolate() gives each of two services that build one image its own tag", () => {
  const { services } = service({ image: "app", build: {} }, {
    api: { image: "app", build: {} },
    job: { image: "app" },
  });
  deepEqual([services.web?.image, services.api?.image, services.job?.image], [undefined, undefined, `${project}-web`]);
});

Deno.test("isolate() recognizes an image by the name that Compose gave it", () => {
  const model: ComposeModel = { name: "shop", services: { web: { build: {} }, job: { image: "shop-web" } } };
  equal(isolate(model, { ...common, ports: { kind: "host" } }).model.services.job?.image, `${project}-web`);
});

Deno.test("isolate() escapes a $ in the sandbox's path for Compose", () => {
  const model: ComposeModel = { services: { web: {} } };
  const { services } = isolate(model, { ...common, sandbox: "/home/$ana", ports: { kind: "host" } }).model;
  equal(services.web?.labels?.["dev.custodian.e2e.sandbox"], "/home/$$ana");
});

const web = {
  stop_grace_period: "1s",
  ports: [
    { mode: "ingress", target: 80, published: "8080", protocol: "tcp" },
    { target: 53, published: "53", protocol: "udp", host_ip: "0.0.0.0" },
    { target: 81, published: "8081", host_ip: "10.0.0.1" },
    { target: 7000, published: "7000-7005", host_ip: "::" },
    { target: 443 },
    { target: 444, published: "0" },
  ],
};

Deno.test("isolate() keeps ports as written, and returns where they are", () => {
  const { model, changes, ports } = isolated({ services: { web } });
  deepEqual(model.services.web?.ports, web.ports);
  deepEqual(changes, []);
  const tcp = {
    service: "web",
    protocol: "tcp",
    address: "127.0.0.1",
    wantedAddress: "",
    published: undefined,
    wanted: undefined,
  };
  deepEqual(ports, [
    { ...tcp, target: 80, published: 8080, wanted: 8080 },
    { ...tcp, target: 53, protocol: "udp", wantedAddress: "0.0.0.0", published: 53, wanted: 53 },
    { ...tcp, target: 81, address: "10.0.0.1", wantedAddress: "10.0.0.1", published: 8081, wanted: 8081 },
    { ...tcp, target: 7000, address: "::1", wantedAddress: "::" },
    { ...tcp, target: 443 },
    { ...tcp, target: 444 },
  ]);
});

Deno.test("isolate() binds private ports to the sandbox's address, on the same number unless it is held", () => {
  const held = new Set(["53/tcp", "8081/tcp", "20001/udp"]);
  const { model, changes, ports } = isolated({ services: { web } }, { kind: "private", address, held });
  deepEqual(model.services.web?.ports, [
    { mode: "ingress", target: 80, published: "8080", protocol: "tcp", host_ip: address },
    { target: 53, published: "53", protocol: "udp", host_ip: address },
    { target: 81, published: "20002", host_ip: address },
    { target: 7000, published: "7000-7005", host_ip: address },
    { target: 443, host_ip: address },
    { target: 444, host_ip: address },
  ]);
  deepEqual(changes.slice(0, 4), [
    `services.web: port 8080 bound to ${address}`,
    `services.web: port 53 bound to ${address}`,
    `services.web: port 8081 bound to ${address}:20002, 8081 is taken`,
    `services.web: port 7000 bound to ${address}`,
  ]);
  deepEqual(ports.map(({ wanted, published }) => [wanted, published]), [
    [8080, 8080],
    [53, 53],
    [8081, 20_002],
    [undefined, undefined],
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

Deno.test("isolate() moves a private UDP port that is held, and keeps a held number of the other protocol", () => {
  const udp = { target: 53, published: "53", protocol: "udp" }, tcp = { ...udp, protocol: "tcp" };
  const range = { target: 70, published: "7000-7002", protocol: "udp" };
  const services = { dns: { stop_grace_period: "1s", ports: [udp, tcp, range] } };
  const { model, changes } = isolated({ services }, {
    kind: "private",
    address,
    held: new Set(["53/udp", "7001/tcp"]),
  });
  deepEqual(model.services.dns?.ports?.map(({ published }) => published), ["20001", "53", "7000-7002"]);
  deepEqual(changes[0], `services.dns: port 53 bound to ${address}:20001, 53 is taken`);
});

Deno.test("isolate() lets Docker choose the number when one of a private range is held", () => {
  const services = { web: { ports: [{ target: 7000, published: "7000-7005" }] } };
  const { model } = isolated({ services }, { kind: "private", address, held: new Set(["7003/tcp"]) });
  deepEqual(model.services.web?.ports, [{ target: 7000, host_ip: address }]);
});

Deno.test("isolate() merges a port on two addresses, and moves another port with the same number", () => {
  const one = { target: 80, published: "8080", protocol: "tcp" };
  const services = {
    web: {
      stop_grace_period: "1s",
      ports: [{ ...one, host_ip: "127.0.0.1" }, { ...one, host_ip: "::1" }, { ...one, protocol: "udp" }],
    },
    api: { stop_grace_period: "1s", ports: [{ ...one, host_ip: "10.0.0.1" }, { target: 81, published: "20001" }] },
  };
  const { model, changes } = isolated({ services }, { kind: "private", address, held: new Set() });
  deepEqual(model.services.web?.ports, [{ ...one, host_ip: address }, { ...one, protocol: "udp", host_ip: address }]);
  deepEqual(model.services.api?.ports, [
    { ...one, published: "20002", host_ip: address },
    { target: 81, published: "20001", host_ip: address },
  ]);
  deepEqual(changes.filter((change) => !change.endsWith(`bound to ${address}`)), [
    `services.web: port 8080 on ::1 removed, it is already on ${address}`,
    `services.api: port 8080 bound to ${address}:20002, 8080 is taken`,
  ]);
});
