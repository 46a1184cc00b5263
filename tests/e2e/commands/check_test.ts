import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { webCompose, webRepository, World } from "../fixture.ts";

Deno.test("e2e check reports all problems of a contract, each with its place", async () => {
  await using world = new World();
  const text = "name: Web\ncompose_file: e2e/compose.yml\ntest_command: ''\ntimeout: never\ncolour: red\n";
  const { code, stderr } = await world.run([
    "check",
    await world.repository({ ...webRepository(), "e2e/e2e.yml": text }),
  ]);
  assert.equal(code, 2);
  for (const place of ["1:7: name", "3:15: test_command", "4:10: timeout", "5:1: colour"]) {
    assert.ok(stderr.includes(`e2e/e2e.yml:${place}`), stderr);
  }
});

Deno.test("e2e check reports problems from Compose, the guard rails and the health checks", async () => {
  await using world = new World();
  const cases = [
    [webRepository({}, "services: {web: {imge: busybox}}"), "imge"],
    [webRepository({}, webCompose("    privileged: true\n")), "services.web.privileged"],
    [webRepository({}, "include: [../../other.yml]\nservices: {}"), "include[0]: leaves the repository"],
    [webRepository({}, "services: {web: {image: '${X:?docker: is not a docker command}'}}"), "is not a docker command"],
    [webRepository({}, "services: {web: {image: '${X:?Cannot connect to the Docker daemon}'}}"), "Cannot connect"],
    [
      webRepository({}, webCompose("    deploy: {replicas: 2}\n")),
      'Service "web" has 2 containers, but publishes only',
    ],
    [
      webRepository({ ports: "host" }, webCompose("  api: {image: busybox:stable, ports: ['127.0.0.1:8080:1']}\n")),
      'Services "api" and "web" publish port 8080/tcp',
    ],
    [
      webRepository(
        {},
        `${webCompose("    networks: [a, b]\n")}networks:\n  a: {ipam: {config: [{subnet: 10.198.0.0/16}]}}
  b: {ipam: {config: [{subnet: 10.198.5.0/24}]}}\n`,
      ),
      'The subnets of networks "a" (10.198.0.0/16) and "b" (10.198.5.0/24) overlap',
    ],
    [webRepository({ health_checks: [{ service: "db" }] }), '"db"'],
  ] as const;
  await Promise.all(cases.map(async ([files, text], index) => {
    const { code, stdout, stderr } = await world.run(["check", await world.repository(files, `repo${index}`)]);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.ok(stderr.includes(text), stderr);
    assert.match(stderr, /^hint: /m);
  }));
});

Deno.test("e2e check names the monorepo's root for paths that leave the repository, as written, and offers no permission", async () => {
  await using world = new World();
  const compose = `services:
  web:
    build: {context: ../../.., dockerfile: services/shop/Dockerfile, additional_contexts: {libs: ../../../libs}}
    volumes: ["../../../libs:/libs", "/etc:/mnt"]
    configs: [x]
configs: {x: {file: ../../../libs/x}}
`;
  const shop = Object.entries(webRepository({ allow: ["outside-paths"] }, compose));
  const files = Object.fromEntries(shop.map(([path, text]) => [`services/shop/${path}`, text]));
  const root = await world.repository(files, "mono");
  await new Deno.Command("git", { args: ["init", "-q", root] }).output();
  const { code, stderr } = await world.run(["check", `${root}/services/shop`]);
  assert.equal(code, 2);
  assert.deepEqual(stderr.trim().split("\n"), [
    ...[
      'services.web.volumes[0]: leaves the repository, and only the repository is sent, found "../../../libs"',
      'services.web.build.context: leaves the repository, and only the repository is sent, found "../../.."',
      'services.web.build.additional_contexts.libs: leaves the repository, and only the repository is sent, found "../../../libs"',
      'configs.x.file: leaves the repository, and only the repository is sent, found "../../../libs/x"',
    ],
    "hint: the contract belongs at the monorepo's root, ../..: move e2e/ there, and write its paths from there",
  ]);
});

Deno.test("e2e check shows the plan of a valid contract, also as JSON, and starts nothing", async () => {
  await using world = new World();
  const repository = await world.repository(webRepository({}, webCompose("    container_name: web\n")));
  const { code, stdout } = await world.run(["check", repository]);
  assert.equal(code, 0);
  assert.match(stdout, /^web is valid: e2e\/compose.yml\n/);
  assert.match(stdout, /^ {2}services +web$/m);
  assert.match(stdout, /^ {2}ports +web 8080\/tcp at 127\.\d+\.\d+\.\d+:8080$/m);
  assert.match(stdout, /^ {2}isolation +.*container_name/m);
  assert.match(stdout, /^ {2}checks +web: http:\/\/localhost:8080\/ at 127\.\d+\.\d+\.\d+:8080 within 20s$/m);
  assert.match(stdout, /^ {2}limits +tests 1m, up 10m, run 1h$/m);
  assert.match(stdout, /^ {2}sends +2 files, 0\.\d kB, tree [0-9a-f]{12}$/m);
  const plan = JSON.parse((await world.run(["check", repository, "--json"])).stdout);
  assert.deepEqual([plan.contract.name, plan.sends.files], ["web", 2]);
  assert.deepEqual(Object.keys(plan.isolated.model.services), ["web"]);
  assert.deepEqual([existsSync(world.home), existsSync(world.state)], [false, false]);
});

Deno.test("e2e check refuses a compose file that needs files which are not sent, as a run does", async () => {
  await using world = new World();
  const files = webRepository({}, webCompose("    environment:\n      TOKEN: ${TOKEN:?set the token}\n"));
  const repository = await world.repository({ ...files, ".gitignore": ".env\n", "e2e/.env": "TOKEN=x\n" });
  await new Deno.Command("git", { args: ["init", "-q", repository] }).output();
  const { code, stderr } = await world.run(["check", repository]);
  assert.deepEqual([code, stderr.includes("set the token")], [2, true], stderr);
  const why = 'git ignores it; sync: { include: ["e2e/.env"] } would send it';
  assert.ok(stderr.includes(`hint: e2e/.env was not sent: ${why}\n`), stderr);
  await Deno.writeTextFile(`${repository}/.gitignore`, "");
  assert.equal((await world.run(["check", repository])).code, 0);
  await Deno.writeTextFile(`${repository}/.gitignore`, "*.env\n");
  await Deno.writeTextFile(`${repository}/e2e/web.env`, "TOKEN=x\n");
  await Deno.writeTextFile(`${repository}/e2e/compose.yml`, webCompose("    env_file: web.env\n"));
  const named = await world.run(["check", repository]);
  assert.match(named.stderr, /\nhint: e2e\/web.env was not sent: git ignores it; /);
});

Deno.test("e2e check prints no secret from a .env file or an env_file", async () => {
  await using world = new World();
  const compose = webCompose(
    "    env_file: web.env\n    environment:\n      DB: x://${DOTENV_PW}@db\n      PW: ${DOTENV_PW}\n",
  );
  const files = webRepository({ secrets: ["DOTENV_PW", "FILE_PW"] }, compose);
  const repository = await world.repository({
    ...files,
    "e2e/.env": "DOTENV_PW=dot-hunter2\n",
    "e2e/web.env": "FILE_PW=file-hunter2\n",
  });
  const { code, stdout, stderr } = await world.run(["check", repository, "--json"]);
  assert.deepEqual([code, /hunter2/.test(stdout + stderr)], [0, false], stdout + stderr);
  assert.deepEqual(JSON.parse(stdout).isolated.model.services.web.environment, {
    DB: "x://***@db",
    FILE_PW: "***",
    PW: "***",
  });
});

Deno.test("e2e check reports that the compose file was not checked when Docker is missing", async () => {
  await using world = new World();
  const { code, stdout, stderr } = await world.run(["check", await world.repository(webRepository())], {
    PATH: await world.pathWithout("docker"),
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Docker Compose is not installed here: the compose file was not checked$/m);
  assert.match(stdout, /^ {2}services +not checked$/m);
});
