import assert from "node:assert/strict";
import { exec } from "../../../lib/host/exec.ts";
import { emptySubmodules } from "../../../lib/repository/empty_submodules.ts";
import { loadContract } from "../../../lib/repository/load_contract.ts";
import { missingHint } from "../../../lib/repository/missing_hint.ts";

/** A clone without its submodules `libs/x` and `docs`, below `shop/`, and with `there`, which is fetched and has one itself. */
const CLONE = `export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
git() { command git -c protocol.file.allow=always -c user.name=e -c user.email=e@e "$@"; }
git init -q leaf; (cd leaf; echo x >x; git add x; git commit -qm x)
git init -q middle; (cd middle; git submodule --quiet add ../leaf inner; git commit -qm x)
git init -q up; cd up; mkdir shop; cd shop
for at in libs/x docs; do git submodule --quiet add "file://$1/leaf" "$at"; done
git submodule --quiet add "file://$1/middle" there; git commit -qm x
git clone -q "$1/up" "$1/clone"; cd "$1/clone"; git submodule --quiet update --init shop/there; rm -r shop/docs`;

async function cloned(use: (root: string) => Promise<void>): Promise<void> {
  const base = await Deno.realPath(await Deno.makeTempDir());
  try {
    const { code, stderr } = await exec(["sh", "-euc", `cd "$1"\n${CLONE}`, "sh", base]);
    assert.equal(code, 0, stderr);
    await use(`${base}/clone/shop`);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}

const NONE = { include: [], exclude: [] };

Deno.test("emptySubmodules() lists empty and missing directories, also in a submodule", () =>
  cloned(async (root) => {
    assert.deepEqual(await emptySubmodules(root), ["docs", "libs/x", "there/inner"]);
    assert.deepEqual(await emptySubmodules(`${root}/libs`), ["x"]);
    assert.deepEqual(await emptySubmodules("/"), []);
  }));

Deno.test("missingHint() names the command for a submodule that the output names", () =>
  cloned(async (root) => {
    const hint = "the submodule libs/x is empty here: git submodule update --init --recursive libs/x";
    const table: readonly (readonly [string, string | undefined])[] = [
      ['failed to solve: failed to compute cache key: "/libs/x" not found: not found', hint],
      ['failed to calculate checksum of ref a::b: "/libs/x/lib.c": not found', hint],
      [
        "COPY failed: file not found in build context or excluded by .dockerignore: stat libs/x: file does not exist",
        hint,
      ],
      ["cat: can't open './libs/x/a': No such file or directory", hint],
      ["env file /h/sandboxes/e2e-shop-1/repo/libs/x/.env not found", hint],
      ["libs/xy is missing, and /usr/libs/x too", undefined],
      ["the docstring", undefined],
    ];
    for (const [output, expected] of table) {
      assert.equal(await missingHint(root, { sync: NONE, output }), expected, output);
    }
  }));

Deno.test("missingHint() says that .git is not sent when the output misses it", () =>
  cloned(async (above) => {
    const root = `${above}/..`,
      hint = ".git is not sent: sync: { include: [.git] } in e2e/e2e.yml sends its history and tags";
    const outputs = [
      "fatal: not a git repository (or any of the parent directories): .git",
      "Schwerwiegend: Kein Git-Repository (oder irgendein Elternverzeichnis): .git",
      "fatal: 不是 git 仓库（或者任何父目录）：.git",
      "Bei Dateisystemgrenze angehalten (GIT_DISCOVERY_ACROSS_FILESYSTEM nicht gesetzt).",
      'failed to solve: failed to compute cache key: "/.git" not found: not found',
      'failed to calculate checksum of ref a::b: "/.git": not found',
      "COPY failed: file not found in build context or excluded by .dockerignore: stat .git: file does not exist",
      "COPY failed: stat .git/HEAD: file does not exist",
      "cat: can't open '/src/.git/HEAD': No such file or directory",
      "LookupError: setuptools-scm was unable to detect version for /src.",
      "error obtaining VCS status: exit status 128",
    ];
    for (const output of outputs) {
      assert.equal(await missingHint(root, { sync: NONE, output }), hint, output);
      assert.equal(await missingHint(root, { sync: { ...NONE, include: [".git"] }, output }), undefined);
    }
    assert.equal(await missingHint(root, { sync: NONE, output: "edit .gitignore: a file was not found" }), undefined);
    assert.match(
      await missingHint(above, { sync: NONE, output: outputs[0] ?? "" }) ?? "",
      /in a contract at \.\., where/,
    );
    assert.equal(await missingHint("/", { sync: NONE, output: outputs[0] ?? "" }), undefined);
  }));

Deno.test("loadContract() names the command when the compose file is in an empty submodule", () =>
  cloned(async (root) => {
    await Deno.mkdir(`${root}/e2e`);
    await Deno.writeTextFile(`${root}/e2e/e2e.yml`, "name: shop\ncompose_file: libs/x/compose.yml\ntest_command: x\n");
    await assert.rejects(loadContract(root), /its submodule is empty: git submodule update --init --recursive libs\/x/);
  }));
