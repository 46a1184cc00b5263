import { plainText } from "../report/clean_text.ts";
import { count } from "../result/words.ts";
import { type Finding, wouldFail } from "./finding.ts";

const MARKS = { ok: "✓", warning: "!", failure: "✗" } as const;

/** Formats a finding: what was found, and below it what to do. */
export function findingLines({ grade, name, found, wanted, mend }: Finding): string {
  const line = `  ${MARKS[grade]} ${name}: ${found}${wanted === undefined ? "" : `, expected ${wanted}`}`;
  return `${plainText(line)}\n${mend === undefined ? "" : `      ${plainText(mend)}\n`}`;
}

/** Formats all findings by place, and whether a run would fail. `host` is undefined when none was given. */
export function findingsText(findings: readonly Finding[], host: string | undefined): string {
  const at = (place: Finding["where"]) => findings.filter(({ where }) => where === place).map(findingLines).join("");
  const many = (grade: Finding["grade"]) => findings.filter((each) => each.grade === grade).length;
  const problems = [
    ...(many("failure") === 0 ? [] : [count(many("failure"), "failure", "failures")]),
    ...(many("warning") === 0 ? [] : [count(many("warning"), "warning", "warnings")]),
  ];
  const verdict = wouldFail(findings) ? "Not ready to run" : "Ready to run";
  const end = problems.length === 0 ? verdict : `${verdict} (${problems.join(", ")})`;
  return `This machine\n${at("here")}\n${host === undefined ? "Host" : `On ${host}`}\n${at("host")}\n${end}\n`;
}
