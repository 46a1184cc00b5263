// Made by tools/generate/templates.ts.
import file0 from "./common/compose.yml" with { type: "text" };
import file1 from "./common/e2e.yml" with { type: "text" };
import file2 from "./common/run-on-host.sh" with { type: "text" };
import file3 from "./deno/http/smoke_test.ts" with { type: "text" };
import file4 from "./deno/stack/smoke_test.ts" with { type: "text" };
import file5 from "./go/go.mod" with { type: "text" };
import file6 from "./go/http/smoke_test.go" with { type: "text" };
import file7 from "./go/stack/smoke_test.go" with { type: "text" };
import file8 from "./minimal/http/smoke.sh" with { type: "text" };
import file9 from "./minimal/stack/smoke.sh" with { type: "text" };
import file10 from "./node/http/smoke.test.mjs" with { type: "text" };
import file11 from "./node/stack/smoke.test.mjs" with { type: "text" };
import file12 from "./python-pytest/http/test_smoke.py" with { type: "text" };
import file13 from "./python-pytest/stack/test_smoke.py" with { type: "text" };
import file14 from "./shell/http/smoke.sh" with { type: "text" };
import file15 from "./shell/stack/smoke.sh" with { type: "text" };
import file16 from "./temporal/compose.yml" with { type: "text" };
import file17 from "./temporal/http/smoke.sh" with { type: "text" };

/** The text of each file that `init` writes, by its path below `templates/`. */
export const TEMPLATE_FILES: Readonly<Record<string, string>> = {
  "common/compose.yml": file0,
  "common/e2e.yml": file1,
  "common/run-on-host.sh": file2,
  "deno/http/smoke_test.ts": file3,
  "deno/stack/smoke_test.ts": file4,
  "go/go.mod": file5,
  "go/http/smoke_test.go": file6,
  "go/stack/smoke_test.go": file7,
  "minimal/http/smoke.sh": file8,
  "minimal/stack/smoke.sh": file9,
  "node/http/smoke.test.mjs": file10,
  "node/stack/smoke.test.mjs": file11,
  "python-pytest/http/test_smoke.py": file12,
  "python-pytest/stack/test_smoke.py": file13,
  "shell/http/smoke.sh": file14,
  "shell/stack/smoke.sh": file15,
  "temporal/compose.yml": file16,
  "temporal/http/smoke.sh": file17,
};
