import type { PhaseName } from "../../../lib/result/phase.ts";
import type { Started, World } from "../fixture.ts";

/** Returns a repository whose phases all take a while, so that a test can interrupt them. `more` are keys of the contract. */
export function slowRepository(more: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const contract = {
    name: "slow",
    compose_file: "compose.yml",
    health_checks: [{ name: "web", url: "http://localhost:8080/", timeout: 90 }],
    test_command: "sh test.sh",
    timeout: 120,
    cleanup: "always",
    ports: "private",
    ...more,
  };
  return {
    "e2e/e2e.yml": JSON.stringify(contract),
    "compose.yml": `
services:
  web:
    build: .
    restart: always
    stop_grace_period: 3s
    ports: ["8080:8080"]
    volumes: ["data:/data", "/anonymous"]
volumes:
  data:
`,
    // The content differs in every repository, so that the image is built each time.
    "stamp": crypto.randomUUID(),
    "Dockerfile": `FROM busybox:stable
COPY stamp serve.sh /
RUN sleep 3
CMD ["sh", "/serve.sh"]
`,
    "serve.sh": `trap '' TERM
echo starting
sleep 3
mkdir /www
echo hello >/www/index.html
httpd -p 8080 -h /www
while :; do sleep 1; done
`,
    "test.sh": `i=0
while [ "$i" -lt 60 ]; do
  i=$((i + 1))
  echo "line $i of 60"
  curl -fsS --max-time 30 -o /dev/null "http://$E2E_WEB_8080/" || exit 9
  sleep 0.1
done
`,
  };
}

/** The lines that the tests of {@link slowRepository} print, all of them, once. */
export const LINES = Array.from({ length: 60 }, (_, index) => `line ${index + 1} of 60\n`).join("");

/** Starts a run of a slow repository and resolves when it is in the middle of a phase. */
export async function startAndReach(
  world: World,
  phase: PhaseName,
  options: {
    readonly host: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly contract?: Readonly<Record<string, unknown>>;
  },
): Promise<Started> {
  const repository = await world.repository(slowRepository(options.contract));
  const started = world.start([repository, "--host", options.host, "--json"], options.env);
  await started.prints(`"kind":"phase-started","at":"`);
  await started.prints(REACHED[phase] ?? "");
  return started;
}

/** The output that shows that a run is in the middle of a phase. */
const REACHED: Readonly<Record<PhaseName, string>> = {
  sync: '"phase":"sync"',
  up: "sleep 3",
  ready: '"kind":"check"',
  test: "line 7 of 60",
  collect: '"phase":"collect"',
  down: '"phase":"down"',
};
