import { deepEqual } from "node:assert/strict";
import { composeReferences } from "../../../lib/repository/compose_references.ts";

const compose = { projectDirectory: undefined };
const cases:
  readonly (readonly [content: Record<string, unknown>, ...expected: ReturnType<typeof composeReferences>])[] = [
    [{}],
    [{ services: 1, include: null }],
    [{ services: { web: { env_file: "a.env" } } }, { at: "services.web.env_file[0]", path: "a.env" }],
    [
      { services: { web: { label_file: [{ path: "a" }, 1, "b"] } } },
      { at: "services.web.label_file[0]", path: "a" },
      { at: "services.web.label_file[2]", path: "b" },
    ],
    [{ services: { web: { extends: { file: "a.yml" } } } }, {
      at: "services.web.extends.file",
      path: "a.yml",
      compose,
    }],
    [{ services: { web: { extends: { service: "db" } } } }],
    [{ include: "a.yml" }, { at: "include[0]", path: "a.yml", compose }],
    [
      { include: [{ path: "a.yml", project_directory: "b", env_file: ["c"] }] },
      { at: "include[0].path", path: "a.yml", compose: { projectDirectory: "b" } },
      { at: "include[0].project_directory", path: "b" },
      { at: "include[0].env_file", path: "c" },
    ],
  ];

for (const [content, ...expected] of cases) {
  Deno.test(`composeReferences() finds ${expected.length} in ${JSON.stringify(content)}`, () =>
    deepEqual(composeReferences(content), expected));
}
