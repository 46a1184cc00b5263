import { plainText } from "../report/clean_text.ts";
import { count } from "../result/words.ts";
import { type Finding, wouldFail } from "./finding.ts";

const MARKS = { ok: "✓", warning: "!", failure: "✗" } as const;

/** A finding for people: what was found, and under it what mends it. */
export function findingLines({ grade, name, found, wanted, mend }: Finding): string {
  const line = `  ${MARKS[grade]} ${name}: ${found}${wanted === undefined ? "" : `, wanted ${wanted}`}`;
  return `${plainText(line)}\n${mend === undefined ? "" : `      ${plainText(mend)}\n`}`;
}

/** All findings for people, by place, and whether a run would fail. `host`: its name; undefined where none was named. */
export function findingsText(findings: readonly Finding[], host: string | undefined): string {
  const at = (place: Finding["where"]) => findings.filter(({ where }) => where === place).map(findingLines).join("");
  const many = (grade: Finding["grade"]) => findings.filter((each) => each.grade === grade).length;
  const failures = many("failure"), warnings = count(many("warning"), "warning", "warnings");
  const end = wouldFail(findings)
    ? `A run would fail: ${count(failures, "failure", "failures")}, ${warnings}`
    : `A run would not fail: ${warnings}`;
  return `Here\n${at("here")}\n${host === undefined ? "Host" : `On ${host}`}\n${at("host")}\n${end}\n`;
}
