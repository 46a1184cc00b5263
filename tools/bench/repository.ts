import { exec } from "../../lib/host/exec.ts";

/** The number of source files, besides what the tests need: that of a repository of medium size. */
const SOURCES = 200;

/** Starts the service, and stores when it begins to answer. It reads the same clock as the test, that of the machine. */
const START = `#!/bin/sh
sleep "$(cat /web/delay)"
read -r up _ </proc/uptime
mkdir /tmp/web
echo "\${up%.*}\${up#*.}0" >/tmp/web/answers
echo hello >/tmp/web/index.html
exec httpd -f -p 8080 -h /tmp/web
`;

const testScript = (port: number) =>
  `#!/bin/sh
read -r up _ </proc/uptime
[ "\${1-}" != flood ] || exec sh -c 'yes "a line of test output that is as long as lines of tests are" | head -c "$1"' sh "$2"
answers=$(curl -sS "http://\${E2E_WEB_8080:-localhost:${port}}/answers")
echo "gap_ms=$((\${up%.*}\${up#*.}0 - answers))"
`;

const compose = (port: number) =>
  `services:
  web:
    image: busybox:stable
    command: sh /web/start.sh
    init: true
    volumes: ["../web:/web:ro"]
    ports: ["${port}:8080"]
`;

const contract = (port: number, ports: "host" | "private") =>
  `name: bench
compose_file: e2e/compose.yml
health_checks:
  - name: web
    url: http://localhost:${port}/
    timeout: 60
test_command: sh e2e/tests/test.sh
timeout: 900
cleanup: always
ports: ${ports}
`;

/** Returns the files of a repository with sources and one web server, which begins to answer after {@link setDelay}. */
export function benchRepository(port: number, ports: "host" | "private"): Readonly<Record<string, string>> {
  const sources = Array.from({ length: SOURCES }, (_, n) => [
    `src/bench/part_${n % 10}/module_${n}.py`,
    Array.from({ length: 40 }, (_, line) => `value_${line} = "module ${n}, line ${line}"\n`).join(""),
  ]);
  return {
    "e2e/e2e.yml": contract(port, ports),
    "e2e/compose.yml": compose(port),
    "e2e/tests/test.sh": testScript(port),
    "web/start.sh": START,
    "web/delay": "1\n",
    ...Object.fromEntries(sources),
  };
}

/** Sets how long the service takes to start. It varies, so that it does not fit the polls of one side by chance. */
export async function setDelay(root: string, round: number): Promise<void> {
  await Deno.writeTextFile(`${root}/web/delay`, `${(1 + (round * 0.37) % 1).toFixed(2)}\n`);
}

/** Makes a directory a git repository with one commit of all files. */
export async function commitAll(root: string): Promise<void> {
  const git = (...args: string[]) => exec(["git", "-C", root, "-c", "user.name=b", "-c", "user.email=b@c", ...args]);
  await git("init", "-q");
  await git("add", ".");
  const { code, stderr } = await git("commit", "-q", "-m", "All");
  if (code !== 0) throw new Error(stderr);
}
