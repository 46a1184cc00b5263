import assert from "node:assert/strict";
import { type MadeSandbox, ScriptHost } from "./fixture.ts";

/** A file below `repo/` of a sandbox, with this mode. */
async function write(dir: string, path: string, { text = "x", mode = 0o600 } = {}): Promise<void> {
  const file = `${dir}/repo/${path}`;
  await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  await Deno.writeTextFile(file, text, { mode });
}

function list({ dir, project }: MadeSandbox, host: ScriptHost, since: string, ...paths: readonly string[]) {
  return host.run("closed.sh", "list", dir, project, `${dir}/repo`, since, ...paths);
}

Deno.test("closed.sh lists regular files with sizes and times, and only newer ones when asked", async () => {
  await using host = new ScriptHost();
  const made = await host.make(), { dir } = made;
  await write(dir, "a/deep/one two.xml", { text: "four" });
  await write(dir, "b/three.xml");
  await host.sh('cd "$1/repo"; ln -s /etc/passwd a/link; ln -s /etc a/dir; mkfifo a/pipe', dir);
  await host.sh('touch -d "2020-01-01" "$1/repo/b/three.xml"', dir);
  const all = await list(made, host, "", "./a", "./b", "./gone");
  assert.deepEqual([all.code, all.stderr], [0, ""]);
  const names = all.stdout.trim().split("\n").map((line) => line.replace(/ \d{10} \d{10} /, " ")).sort();
  assert.deepEqual(names, ["1 ./b/three.xml", "4 ./a/deep/one two.xml"]);
  assert.match(
    (await list(made, host, `${dir}/run.json`, "./a", "./b")).stdout,
    /^4 \d+ \d+ \.\/a\/deep\/one two\.xml\n$/,
  );
});

Deno.test("closed.sh copies files for this user only, and does not change the originals", async () => {
  await using host = new ScriptHost();
  const { dir, project } = await host.make();
  await write(dir, "a/deep/one two.xml", { text: "four" });
  const before = (await host.sh('find "$1/repo" -printf "%p %m %U %T@\\n" | sort', dir)).stdout;
  const args = ["copy", dir, project, `${dir}/repo`];
  const { code, stderr } = await host.start("closed.sh", args, { stdin: "a/deep/one two.xml\0a/gone\0" }).ended;
  assert.deepEqual([code, stderr], [0, ""]);
  assert.equal((await host.sh('find "$1/repo" -printf "%p %m %U %T@\\n" | sort', dir)).stdout, before);
  assert.equal(await Deno.readTextFile(`${dir}/collected/closed/a/deep/one two.xml`), "four");
  const copies = await host.sh('cd "$1/collected"; find . -type f -printf "%p %m\\n"', dir);
  assert.equal(copies.stdout, "./closed/a/deep/one two.xml 600\n", "a file that cannot be read is left out");
});

for (const what of ["list", "copy"]) {
  Deno.test(`closed.sh ${what} reports the reason when no local image can read the files, and leaves nothing`, async () => {
    await using host = new ScriptHost();
    const { dir, project } = await host.make();
    await write(dir, "a/one.xml");
    host.program(
      "docker",
      '#!/bin/sh\n[ "$1" != run ] || { echo "exec: sh: not found" >&2; exit 127; }\nexec /usr/bin/docker "$@"\n',
    );
    const args = [what, dir, project, `${dir}/repo`, ...(what === "list" ? ["", "./a"] : [])];
    const { code, stdout, stderr } = await host.start("closed.sh", args, { stdin: "a/one.xml\0" }).ended;
    assert.deepEqual([code, stdout, stderr], [1, "", "no local image can read it: exec: sh: not found\n"]);
    host.program("docker", "#!/bin/sh\nexit 1\n");
    const silent = await host.start("closed.sh", args, { stdin: "a/one.xml\0" }).ended;
    assert.deepEqual([silent.code, silent.stderr], [1, "no local image can read it: Docker lists no images\n"]);
    assert.deepEqual([...Deno.readDirSync(`${dir}/collected`)], []);
  });
}
