import { deepEqual } from "node:assert/strict";
import { COMPOSE_KEYS } from "../../../../lib/compose/keys/compose_keys.ts";
import { unknownKeys } from "../../../../lib/compose/keys/unknown_keys.ts";

/** Compose 2.26 refuses keys that it does not know, so they are tried on models only. */
const MODELS: readonly (readonly [string, object, ...string[]])[] = [
  ["at the top", { services: {}, volumes_v2: {} }, "volumes_v2"],
  ["in a service", { services: { web: { image: "x", teleport: true } } }, "services.web.teleport"],
  ["in a part of a service", { services: { web: { build: { context: "/", warp: 1 } } } }, "services.web.build.warp"],
  [
    "in an item of a list",
    { services: { web: { ports: [{ target: 1 }, { target: 2, via: "x" }] } } },
    "services.web.ports[1].via",
  ],
  [
    "deep down",
    { services: { web: { deploy: { resources: { reservations: { devices: [{ driver: "x", share: 1 }] } } } } } },
    "services.web.deploy.resources.reservations.devices[0].share",
  ],
  [
    "in a service's network",
    { services: { web: { networks: { a: null, b: { tunnel: 1 } } } } },
    "services.web.networks.b.tunnel",
  ],
  [
    "in resources",
    { networks: { n: { a: 1 } }, volumes: { v: { b: 1 } }, secrets: { s: { c: 1 } } },
    "networks.n.a",
    "volumes.v.b",
    "secrets.s.c",
  ],
  [
    "in a model",
    { models: { llm: { model: "x", gpu: 1 } }, configs: { c: { d: 1 } } },
    "models.llm.gpu",
    "configs.c.d",
  ],
  ["nowhere: names that the user chooses", {
    services: {
      teleport: { environment: { any: "x" }, labels: { any: "x" }, sysctls: { any: 1 }, ulimits: { any: 1 } },
    },
    networks: { any: { driver_opts: { any: 1 } } },
  }],
  ["nowhere: extensions, at any depth", {
    "x-top": { any: 1 },
    services: { web: { "x-a": 1, build: { "x-b": 1 }, ports: [{ "x-c": 1 }], deploy: { "x-d": { any: 1 } } } },
    volumes: { v: { "x-e": 1 } },
  }],
];

for (const [where, model, ...expected] of MODELS) {
  Deno.test(`unknownKeys() finds keys ${where}`, () => deepEqual(unknownKeys(model), expected));
}

/** The keys of the tables in a page: the path in each heading, and the keys in the first column. */
function documented(page: string): readonly string[] {
  let path = "";
  return page.split("\n").flatMap((line) => {
    const heading = /^### (?:`(.*)`)?/.exec(line), [, keys = ""] = /^\| (`.*?`) +\| .*\|$/.exec(line) ?? [];
    if (heading !== null) path = heading[1] ?? "";
    return [...keys.matchAll(/`([^`]+)`/g)].map(([, key]) => `${path}.${key}`);
  });
}

Deno.test("COMPOSE_KEYS has the keys that docs/compose.md has", async () => {
  const page = await Deno.readTextFile(new URL("../../../../docs/compose.md", import.meta.url));
  const known = Object.entries(COMPOSE_KEYS).flatMap(([path, keys]) =>
    keys.trim().split(/\s+/).map((key) => `${path}.${key}`)
  );
  deepEqual([...documented(page)].sort(), known.sort());
});
