import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { DENO_DIR, World } from "../fixture.ts";

const ROOT = join(import.meta.dirname ?? "", "../../..");
const COMPOSE = `services:
  web:
    image: busybox:stable
    command: sh -c "sleep 1; echo welcome >/tmp/index.html; exec httpd -f -p 80 -h /tmp"
    init: true
    ports: ["8080:80"]
`;

/** Returns the commands in a section of a page, one per line. */
function typedIn(page: string, section: string): readonly string[] {
  const text = page.split(`## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  return text.split("\n").filter((line) => line.startsWith("    ")).map((line) => line.trim());
}

Deno.test("README leads from a fresh clone to a green run of another repository", async () => {
  await using world = new World();
  await world.repository({ "compose.yaml": COMPOSE }, "shop");
  const clone = join(world.root, "toolkit");
  assert.equal((await exec(["git", "clone", "-q", ROOT, clone])).code, 0);
  const readme = await Deno.readTextFile(join(clone, "README.md"));
  const [demo = ""] = typedIn(readme, "Set up"), own = typedIn(readme, "Your own repository");
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-euxc", [demo, ...own].join("\n")],
    cwd: clone,
    env: { ...world.env, HOME: world.root, DENO_DIR },
  }).output();
  const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  assert.equal(code, 0, said);
  const results = await world.results();
  assert.deepEqual(results.map(({ slug, outcome }) => [slug, outcome]), [["hello", "passed"], ["shop", "passed"]]);
  assert.match(said, /^next: e2e check \. && e2e run \. --host local$/m);
});
