import { deepEqual } from "node:assert/strict";
import { COMPOSE_KEYS, unknownKeys } from "../../../../lib/compose/keys/unknown_keys.ts";

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

/** The keys of the tables in a page: the path in each heading and the keys in the first column, with the text of the second. */
function documented(page: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  let path = "";
  for (const line of page.split("\n")) {
    const heading = /^### (?:`(.*)`)?/.exec(line);
    if (heading !== null) path = heading[1] ?? "";
    const [, keys = "", effect = ""] = /^\| (`.*?`) +\| (.*?) +\|$/.exec(line) ?? [];
    for (const [, key] of keys.matchAll(/`([^`]+)`/g)) found[`${path}.${key}`] = effect;
  }
  return found;
}

Deno.test("COMPOSE_KEYS and docs/compose.md say the same about the same keys", async () => {
  const page = await Deno.readTextFile(new URL("../../../../docs/compose.md", import.meta.url));
  const known = Object.entries(COMPOSE_KEYS).flatMap(([path, rows]) =>
    rows.flatMap(([keys, effect]) => keys.split(" ").map((key) => [`${path}.${key}`, effect] as const))
  );
  deepEqual(documented(page), Object.fromEntries(known));
});
