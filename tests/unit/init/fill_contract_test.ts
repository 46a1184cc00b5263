import { equal } from "node:assert/strict";
import { parse } from "yaml";
import { fillContract } from "../../../lib/init/fill_contract.ts";

const template = `# The name.
name: web

# The last one.
cleanup: always

# Other keys:
# allow: []             exceptions
# profiles: []          compose profiles
`;
const filled = (entries: Parameters<typeof fillContract>[1]["entries"]) =>
  fillContract(template, { entries, optional: [] });

Deno.test("fillContract() keeps the template without entries", () => equal(filled([]), template));

Deno.test("fillContract() replaces a value, keeps its comment and adds others", () =>
  equal(
    filled([{ key: "name", value: "shop", comments: ["More.", "Even\nmore."] }]),
    template.replace("# The name.\nname: web", "# The name.\n# More.\n# Even more.\nname: shop"),
  ));

Deno.test("fillContract() adds an optional key before the final comment, and removes it from there", () =>
  equal(
    filled([{ key: "allow", value: ["a", "b"], flow: true, comments: ["Why."] }]),
    template.replace("# Other keys:\n# allow: []             exceptions\n", "# Why.\nallow: [a, b]\n\n# Other keys:\n"),
  ));

Deno.test("fillContract() shows an optional key with another value and a note", () =>
  equal(
    fillContract(template, { entries: [], optional: [{ key: "profiles", value: "[a\nb]", note: "(found)" }] }),
    template.replace("# profiles: []          compose profiles", "# profiles: [a b]       compose profiles (found)"),
  ));

for (const name of ["yes", "1", "null", "a: b", "#", "x y", "- a", "\u2028", "é", ""]) {
  Deno.test(`fillContract() writes the text ${JSON.stringify(name)} so that YAML reads it back`, () => {
    const text = filled([{ key: "name", value: name }]);
    for (const version of ["1.1", "1.2"] as const) equal(parse(text, { version }).name, name);
  });
}
