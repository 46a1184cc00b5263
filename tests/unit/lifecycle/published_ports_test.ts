import assert from "node:assert/strict";
import { publishedPorts } from "../../../lib/lifecycle/published_ports.ts";
import { readContainers } from "../../../lib/sandbox/containers.ts";

const bound = (port: string) => ({ HostIp: "127.9.8.7", HostPort: port });

const labels = (service: string, replica: number) => ({
  "com.docker.compose.service": service,
  "com.docker.compose.container-number": `${replica}`,
});

const container = (service: string, ports: unknown, replica = 1) => ({
  Id: "1",
  Name: `/e2e-shop-1a2b3c4d-${service}-${replica}`,
  Image: "sha256:1",
  RestartCount: 0,
  State: { Status: "running", ExitCode: 0, OOMKilled: false },
  Config: { Image: "x", Labels: labels(service, replica) },
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
    E2E_DNS_53_UDP: "[::1]:1053",
    E2E_POSTGRES_5432: "127.0.0.1:49153",
    E2E_TEMPORAL_UI_8080: "127.9.8.7:8080",
  });
});

Deno.test("publishedPorts() returns the port of every replica and protocol, and those of the first replica by plain names", () => {
  const web = (replica: number) => container("web", { "80/tcp": [bound(`800${replica}`)] }, replica);
  const dns = (replica: number) => container("dns", { "53/udp": [bound(`530${replica}`)] }, replica);
  const many = Array.from({ length: 10 }, (_, index) => web(index + 1));
  const containers = readContainers(JSON.stringify([...many, dns(2), dns(1)]));
  assert.deepEqual(publishedPorts(containers), {
    E2E_DNS_53: "127.9.8.7:5301",
    E2E_DNS_53_UDP: "127.9.8.7:5301",
    E2E_DNS_53_UDP_1: "127.9.8.7:5301",
    E2E_DNS_53_UDP_2: "127.9.8.7:5302",
    E2E_WEB_80: "127.9.8.7:8001",
    ...Object.fromEntries(many.map((_, index) => [`E2E_WEB_80_${index + 1}`, `127.9.8.7:800${index + 1}`])),
  });
});

Deno.test("publishedPorts() gives a name to a plain port before a numbered one", () => {
  const containers = readContainers(JSON.stringify([
    container("web", { "80/tcp": [bound("1")] }, 1),
    container("web", { "80/tcp": [bound("2")] }, 2),
    container("web-80", { "2/tcp": [bound("3")] }),
  ]));
  assert.equal(publishedPorts(containers).E2E_WEB_80_2, "127.9.8.7:3");
});

Deno.test("publishedPorts() returns the IPv6 address of a port that is bound on all IPv6 addresses only", () => {
  const containers = readContainers(
    JSON.stringify([container("web", { "80/tcp": [{ HostIp: "::", HostPort: "80" }] })]),
  );
  assert.deepEqual(publishedPorts(containers), { E2E_WEB_80: "[::1]:80" });
});
