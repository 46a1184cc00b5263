import type { Container } from "../sandbox/containers.ts";

/**
 * Returns the variables with the addresses of the services: `E2E_TEMPORAL_UI_8080` = `address:port` for `temporal-ui` 8080,
 * of its first container. A port that is not TCP has a name with its protocol, such as `E2E_DNS_53_UDP`, and also the plain
 * one if no TCP port has it. If a service has several containers, each has a name with its number: `E2E_WEB_80_2`.
 */
export function publishedPorts(containers: readonly Container[]): Readonly<Record<string, string>> {
  const published = new Map<string, string>();
  for (const one of named(containers)) {
    for (const name of one.names) if (!published.has(name)) published.set(name, one.reach);
  }
  return Object.fromEntries([...published].sort(([a], [b]) => a < b ? -1 : 1));
}

/** The ports with their names. The first port with a name has it: TCP before UDP, and plain names before numbered ones. */
function named(
  containers: readonly Container[],
): readonly { readonly names: readonly string[]; readonly reach: string }[] {
  const inOrder = containers.toSorted((a, b) => a.replica - b.replica);
  const ports = inOrder.flatMap(({ service, replica, ports }) =>
    ports.map((port) => {
      const plain = `E2E_${service.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}_${port.target}`;
      const isTcp = port.protocol === "tcp", isOne = containers.filter((each) => each.service === service).length === 1;
      const own = isTcp ? plain : `${plain}_${port.protocol.toUpperCase()}`;
      return {
        isTcp,
        reach: port.reach,
        plain: isTcp ? [plain] : [own, plain],
        numbered: isOne ? [] : [`${own}_${replica}`],
      };
    })
  );
  const tcpFirst = [...ports.filter(({ isTcp }) => isTcp), ...ports.filter(({ isTcp }) => !isTcp)];
  return [
    ...tcpFirst.map(({ plain, reach }) => ({ names: plain, reach })),
    ...tcpFirst.map(({ numbered, reach }) => ({ names: numbered, reach })),
  ];
}
