import { equal, match } from "node:assert/strict";
import { slugPattern } from "../../../lib/contract/slug.ts";
import { slugOf } from "../../../lib/init/slug_of.ts";

const cases: Readonly<Record<string, string>> = {
  shop: "shop",
  "Été – Shop_2": "ete-shop-2",
  "--x--": "x",
  "日本": "repository",
  "": "repository",
  [`${"a".repeat(39)}-b`]: "a".repeat(39),
};

for (const [directory, slug] of Object.entries(cases)) {
  Deno.test(`slugOf() makes "${slug}" of "${directory}"`, () => {
    equal(slugOf(directory), slug);
    match(slugOf(directory), slugPattern);
  });
}
