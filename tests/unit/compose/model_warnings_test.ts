import { deepEqual, match } from "node:assert/strict";
import type { Contract } from "../../../lib/contract/contract.ts";
import type { HealthCheck } from "../../../lib/contract/health_check.ts";
import { modelWarnings } from "../../../lib/compose/model_warnings.ts";
import { readContract } from "../../../lib/contract/read_contract.ts";

const reading = readContract("name: shop\ncompose_file: c.yml\ntest_command: x\n", "e2e/e2e.yml");
const contract = reading.kind === "valid" ? reading.contract : undefined as never as Contract;
const root = "/repo";
const port = (wanted: number | undefined) => ({
  service: "web",
  target: 80,
  protocol: "tcp",
  address: "",
  wantedAddress: "",
  published: wanted,
  wanted,
});

function warned(
  binds: readonly string[],
  more: { readonly checks?: readonly HealthCheck[]; readonly ports?: readonly (number | undefined)[] } = {},
): readonly string[] {
  const volumes = binds.map((source) => ({ type: "bind", source, target: "/x" }));
  const model = { services: { web: { volumes } } };
  const paths = ["www/index.html", "app.conf"],
    whyNotSent = (path: string) => path === "missing" ? undefined : "git ignores it";
  const found = { model, root, ports: (more.ports ?? []).map(port), paths, whyNotSent, submodules: [] };
  return modelWarnings({ ...contract, healthChecks: more.checks ?? [] }, found);
}

Deno.test("modelWarnings() warns of mounted files that are not sent, and of no other mount", () => {
  deepEqual(warned(["/repo/www", "/repo/app.conf", "/repo", "/elsewhere", "/repo/missing"]), []);
  deepEqual(warned(["/repo/dist", "/repo/ww"]), [
    "service web mounts ./dist, which is not sent: git ignores it",
    "service web mounts ./ww, which is not sent: git ignores it",
  ]);
});

Deno.test("modelWarnings() warns of a check of a local port that no service publishes", () => {
  const http = (url: string): HealthCheck => ({ kind: "http", name: "web", url, timeoutMs: 1 });
  const tcp = (host: string, port: number): HealthCheck => ({ kind: "tcp", name: "db", host, port, timeoutMs: 1 });
  const checks = [
    http("http://localhost:8080/"),
    http("https://localhost/"),
    http("http://hub:9/"),
    tcp("127.0.0.1", 5432),
  ];
  deepEqual(warned([], { checks, ports: [8080, 443, 5432] }), []);
  deepEqual(warned([], { checks, ports: [undefined] }), []);
  deepEqual(warned([], { checks: [http("http://localhost:9999/")], ports: [8080, 8080] }), [
    "check web uses port 9999, which no service publishes (published: 8080)",
  ]);
  deepEqual(warned([], { checks: [tcp("::1", 5432), { kind: "service", name: "s", service: "s", timeoutMs: 1 }] }), [
    "check db uses port 5432, which no service publishes (published: none)",
  ]);
});

Deno.test("modelWarnings() names an empty submodule, its users, and the command that fetches it", () => {
  const bind = (source: string) => ({ volumes: [{ type: "bind", source, target: "/x" }] });
  const services = {
    around: { build: { context: "/repo" } },
    beside: { build: { context: "/repo/app", additional_contexts: { x: "docker-image://y" } } },
    context: { build: { context: "/repo/app", additional_contexts: { x: "/repo/libs/x" } } },
    inside: bind("/repo/libs/x/data"),
    other: bind("/repo/libs/xy"),
  };
  const submodules = [{ path: "libs/x", command: "fetch it" }];
  const found = { model: { services }, root, ports: [], paths: [], whyNotSent: () => undefined, submodules };
  deepEqual(modelWarnings({ ...contract, healthChecks: [] }, found), [
    "the submodule libs/x is empty, and around, context, inside may need it: fetch it",
  ]);
  deepEqual(
    modelWarnings(contract, { ...found, submodules: [{ path: "docs", command: "" }], model: { services: {} } }),
    [],
  );
});

Deno.test("modelWarnings() says that a service with the tests belongs behind a profile", () => {
  const model = { services: { tests: { image: "x" } } };
  const found = { model, root, ports: [], paths: [], whyNotSent: () => undefined, submodules: [] };
  const [warning = ""] = modelWarnings({ ...contract, healthChecks: [] }, found);
  match(
    warning,
    /^up starts service tests, .* behind a profile, .* docker compose exec -T tests …$/,
  );
});
