import { equal, match } from "node:assert/strict";
import { slugFrom, slugPattern } from "../../../lib/contract/slug.ts";

const cases: Readonly<Record<string, string>> = {
  shop: "shop",
  "Été – Shop_2": "ete-shop-2",
  "--x--": "x",
  "日本": "repository",
  "": "repository",
  [`${"a".repeat(39)}-b`]: "a".repeat(39),
};

for (const [directory, slug] of Object.entries(cases)) {
  Deno.test(`slugFrom() makes "${slug}" from "${directory}"`, () => {
    equal(slugFrom(directory), slug);
    match(slugFrom(directory), slugPattern);
  });
}
