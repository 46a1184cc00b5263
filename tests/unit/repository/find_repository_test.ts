import { equal, rejects } from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { findRepository } from "../../../lib/repository/find_repository.ts";

/** Makes a directory with repositories at the given paths, and gives its physical path. */
async function tree(repositories: readonly string[], use: (base: string) => Promise<void>): Promise<void> {
  const base = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const repository of repositories) {
      await Deno.mkdir(`${base}/${repository}/e2e`, { recursive: true });
      await Deno.writeTextFile(`${base}/${repository}/e2e/e2e.yml`, "");
    }
    await use(base);
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}

const places = (base: string) => ({
  cwd: `${base}/here/app`,
  toolkit: `${base}/tools/e2e`,
  searchPath: `${base}/missing:${base}/listed:`,
});
const all = ["listed/shop", "here/app", "here/shop", "tools/e2e", "tools/shop", "tools/e2e/examples/shop"];

for (const [index, first] of ["listed/shop", "here/shop", "tools/shop", "tools/e2e/examples/shop"].entries()) {
  Deno.test(`findRepository() finds a slug in ${first} when no earlier place has it`, () => {
    const earlier = ["listed/shop", "here/shop", "tools/shop"].slice(0, index);
    return tree(all.filter((repository) => !earlier.includes(repository)), async (base) => {
      equal(await findRepository("shop", places(base)), `${base}/${first}`);
    });
  });
}

Deno.test("findRepository() searches beside the repository around the current directory", () =>
  tree(["here/app", "here/shop"], async (base) => {
    await Deno.mkdir(`${base}/here/app/src/a`, { recursive: true });
    const cwd = `${base}/here/app/src/a`;
    equal(await findRepository("shop", { cwd, toolkit: undefined, searchPath: undefined }), `${base}/here/shop`);
    equal(await findRepository("app", { cwd, toolkit: undefined, searchPath: undefined }), `${base}/here/app`);
  }));

Deno.test("findRepository() accepts a path, and returns the physical one", () =>
  tree(["here/app"], async (base) => {
    await Deno.symlink("app", `${base}/here/link`);
    for (const path of [".", "../app", "../link", `${base}/here/link/`]) {
      equal(await findRepository(path, places(base)), `${base}/here/app`);
    }
  }));

Deno.test("findRepository() lists the searched places, and suggests the nearest name", () =>
  tree(["here/app", "listed/activity-core"], (base) =>
    rejects(
      findRepository("activty-core", places(base)),
      new UserError(
        [
          'Cannot find repository "activty-core": no activty-core/e2e/e2e.yml in',
          ...["missing", "listed", "here", "tools", "tools/e2e/examples"].map((place) => `  ${base}/${place}`),
        ].join("\n"),
        { hint: 'did you mean "activity-core"?' },
      ),
    )));

Deno.test("findRepository() suggests how to name a local directory, or E2E_REPOS", () =>
  tree(["here/app"], async (base) => {
    await Deno.mkdir(`${base}/here/app/shop`);
    await rejects(findRepository("shop", places(base)), { hint: 'use "./shop" for the directory in the current one' });
    await rejects(findRepository("zzzzzzzz", places(base)), {
      hint: "give a path, or set E2E_REPOS to the directory that contains your repositories",
    });
  }));

Deno.test("findRepository() distinguishes a misspelled command from a slug", () =>
  tree(["here/app", "listed/shop"], async (base) => {
    const commands = ["show", "run"];
    await rejects(findRepository("runn", { ...places(base), commands }), {
      message: 'Unknown command "runn": did you mean "e2e run"?',
      hint: `e2e --help lists the commands; no repository "runn" is in ${
        ["missing", "listed", "here", "tools", "tools/e2e/examples"].map((place) => `${base}/${place}`).join(", ")
      }`,
    });
    const hint = 'did you mean "shop", or the command "e2e show"?';
    await rejects(findRepository("shou", { ...places(base), commands }), { hint });
    await Deno.mkdir(`${base}/here/app/rum`);
    await rejects(findRepository("rum", { ...places(base), commands }), {
      hint: 'use "./rum" for the directory in the current one',
    });
  }));

Deno.test("findRepository() reports what is missing at a path", () =>
  tree(["here/app"], async (base) => {
    await rejects(
      findRepository("..", places(base)),
      new UserError('Cannot find a contract in "..": expected the file e2e/e2e.yml, found none', {
        hint: `e2e init ${base}/here`,
      }),
    );
    await rejects(findRepository("./nothing", places(base)), {
      message: `Cannot find repository "./nothing": expected a directory, found nothing at ${base}/here/app/nothing`,
    });
  }));
