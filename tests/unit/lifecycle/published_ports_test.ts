import assert from "node:assert/strict";
import { publishedPorts } from "../../../lib/lifecycle/published_ports.ts";
import { readContainers } from "../../../lib/sandbox/containers.ts";

const container = (service: string, ports: unknown) => ({
  Id: "1",
  Name: `/e2e-shop-1a2b3c4d-${service}-1`,
  Image: "sha256:1",
  RestartCount: 0,
  State: { Status: "running", ExitCode: 0, OOMKilled: false },
  Config: { Image: "x", Labels: { "com.docker.compose.service": service } },
  NetworkSettings: { Ports: ports },
});

Deno.test("publishedPorts() returns the ports that are bound on the host", () => {
  const containers = readContainers(JSON.stringify([
    container("temporal-ui", { "8080/tcp": [{ HostIp: "127.9.8.7", HostPort: "8080" }] }),
    container("postgres", {
      "5432/tcp": [{ HostIp: "0.0.0.0", HostPort: "49153" }, { HostIp: "::", HostPort: "49153" }],
    }),
    container("dns", {
      "53/tcp": [{ HostIp: "::1", HostPort: "53" }],
      "53/udp": [{ HostIp: "::1", HostPort: "1053" }],
    }),
    container("worker", { "9000/tcp": null }),
  ]));
  assert.deepEqual(publishedPorts(containers), {
    E2E_DNS_53: "[::1]:53",
    E2E_POSTGRES_5432: "127.0.0.1:49153",
    E2E_TEMPORAL_UI_8080: "127.9.8.7:8080",
  });
});
