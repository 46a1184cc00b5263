import assert from "node:assert/strict";
import { crontabBlocks, crontabEnvironment, withBlock, withoutBlock } from "../../../lib/schedule/crontab.ts";

const LINES = ["13 3 * * 0 run", "@reboot sweep"];
const block = (slug: string, lines = LINES) =>
  `# e2e ${slug}: begin (e2e cron remove ${slug} removes it)\n${lines.join("\n")}\n# e2e ${slug}: end\n`;

const CRONTABS: Readonly<Record<string, string>> = {
  "is empty": "",
  "has entries, settings and %": 'MAILTO="a@b"\nPATH=/bin\n* * * * * date +\\%F >x%in\n',
  "has CRLF": "# a\r\n* * * * * b\r\n",
  "has bytes that are not UTF-8": "# caf\xe9\n",
  "has comments that look like marks": "# e2e: begin\n# e2e web begin\n #e2e web: begin\n",
  "has another block of the tool": block("shop"),
  "ends in empty lines": "* * * * * a\n\n\n",
};

for (const [name, crontab] of Object.entries(CRONTABS)) {
  Deno.test(`withBlock() and withoutBlock() keep every other byte when the crontab ${name}`, () => {
    const installed = withBlock(crontab, "web", LINES);
    assert.equal(installed, crontab + block("web"));
    assert.equal(withBlock(installed, "web", LINES), installed);
    assert.equal(withoutBlock(installed, "web"), crontab);
  });
}

Deno.test("withBlock() ends the last line when it has no end", () => {
  assert.equal(withBlock("* * * * * a", "web", LINES), `* * * * * a\n${block("web")}`);
});

Deno.test("withBlock() replaces a block in its place, and withoutBlock() removes only that of the slug", () => {
  const crontab = `a\n${block("web")}b\n${block("web-2")}c\n`;
  assert.equal(withBlock(crontab, "web", ["new"]), `a\n${block("web", ["new"])}b\n${block("web-2")}c\n`);
  assert.equal(withoutBlock(crontab, "web"), `a\nb\n${block("web-2")}c\n`);
  assert.equal(withoutBlock(crontab, "we"), crontab);
});

Deno.test("crontabBlocks() reads blocks with CRLF", () => {
  const [found] = crontabBlocks(block("web").replaceAll("\n", "\r\n"));
  assert.deepEqual([found?.slug, found?.lines], ["web", LINES]);
});

const TORN: Readonly<Record<string, string>> = {
  "has no end": block("web").replace("# e2e web: end\n", ""),
  "has no beginning": "# e2e web: end\n",
  "contains the beginning of another": `# e2e web: begin\n${block("shop")}`,
  "ends as another": "# e2e web: begin\n# e2e shop: end\n",
};

for (const [name, crontab] of Object.entries(TORN)) {
  Deno.test(`crontabBlocks() refuses a block that ${name}`, () => {
    assert.throws(
      () => crontabBlocks(crontab),
      /Cannot edit the crontab: the begin and end marks of "\w+" do not match/,
    );
  });
}

Deno.test("crontabEnvironment() returns the variables set before a place, and the last value of each", () => {
  const crontab = "A=1\nB = ' x '\r\n# C=3\n* * * * * D=4 cmd\nA=\"2\"\nE=5\n";
  assert.deepEqual(crontabEnvironment(crontab, crontab.indexOf("E=")), { A: "2", B: " x " });
});
