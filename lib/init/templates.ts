/** The files that `init` writes in addition to the contract, in one language. */
export interface Template {
  readonly summary: string;
  /** The smoke test's file name. */
  readonly smoke: string;
  readonly command: string;
  /** The result files that the command writes. */
  readonly results: readonly string[];
  /** The program that the host needs. */
  readonly needs: string;
}

const shell = { smoke: "smoke.sh", command: "sh e2e/tests/smoke.sh", results: [], needs: "curl" };
const RESULTS = "e2e/junit.xml";

/** All templates. The files of each are in `templates/<name>/`. */
export const TEMPLATES = {
  minimal: { summary: "a smoke test in three lines of sh", ...shell },
  "python-pytest": {
    summary: "pytest, with uv, Poetry, PDM, Pipenv or on its own",
    smoke: "test_smoke.py",
    command: `python3 -m pytest e2e/tests -v --tb=short --junit-xml=${RESULTS}`,
    results: [RESULTS],
    needs: "python3 with pytest",
  },
  node: {
    summary: "Node's own test runner",
    smoke: "smoke.test.mjs",
    command: "node --test --test-reporter=spec --test-reporter-destination=stdout " +
      `--test-reporter=junit --test-reporter-destination=${RESULTS} e2e/tests/*.test.mjs`,
    results: [RESULTS],
    needs: "node 20 or later",
  },
  deno: {
    summary: "deno test",
    smoke: "smoke_test.ts",
    command: `deno test --allow-all --no-lock --junit-path=${RESULTS} e2e/tests/`,
    results: [RESULTS],
    needs: "deno",
  },
  go: {
    summary: "go test, behind the build tag e2e",
    smoke: "smoke_test.go",
    command: "go test -tags e2e -count=1 -v ./e2e/tests/",
    results: [],
    needs: "go",
  },
  shell: { summary: "plain sh, one line for each test", ...shell },
  temporal: { summary: "Temporal's development server, tested with sh", ...shell },
} as const satisfies Record<string, Template>;

/** The name of a template. */
export type TemplateName = keyof typeof TEMPLATES;
