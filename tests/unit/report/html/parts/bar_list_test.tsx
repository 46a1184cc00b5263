import assert from "node:assert/strict";
import { BarList } from "../../../../../lib/report/html/parts/bar_list.tsx";

Deno.test("BarList() scales each bar to the longest, and shows its number as text", () => {
  const html = String(
    <BarList label="x" bars={[{ label: "a<b", number: 4, tone: "good" }, { label: "c", number: 1, tone: "bad" }]} />,
  );
  assert.match(
    html,
    /<span>a&lt;b<\/span><span class="bar tone-good" style="width:100%" aria-hidden="true"><\/span><span>4</,
  );
  assert.match(html, /style="width:25%"/);
});
