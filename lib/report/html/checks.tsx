import type { CheckResult } from "../../result/result.ts";
import { cleanText } from "./clean_result.ts";
import { count, time } from "../../result/words.ts";
import { Badge } from "./parts/outcome_badge.tsx";
import type { CheckEvent } from "./check_events.ts";
import { Section } from "./parts/section.tsx";
import { Table } from "./parts/table.tsx";
import { dateWords } from "./parts/when.tsx";

/** At most this many answers of one check are shown: the last ones. */
const MAX_ANSWERS = 50;

interface ChecksProps {
  readonly checks: readonly CheckResult[];
  readonly events: readonly CheckEvent[];
}

/** The health checks and their answers; nothing for a run without health checks. */
export function Checks({ checks, events }: ChecksProps) {
  if (checks.length === 0) return null;
  return (
    <Section id="checks" title="Health checks">
      <Table head={["Check", "Status", "Took", "Last answer"]}>
        {checks.map((check) => (
          <Row
            check={check}
            answers={events.filter(({ name }) => cleanText(name) === check.name)}
          />
        ))}
      </Table>
    </Section>
  );
}

function Row({ check, answers }: { readonly check: CheckResult; readonly answers: readonly CheckEvent[] }) {
  return (
    <tr>
      <th scope="row">
        {check.name}{" "}
        <div class="muted">
          {check.kind} <code>{check.target}</code>
        </div>
      </th>
      <td>
        <Badge
          tone={check.ok ? "good" : "bad"}
          mark={check.ok ? "✓" : "✗"}
          word={check.ok ? "healthy" : "not healthy"}
        />
      </td>
      <td>
        <span class="near">{time(check.ms)}</span>, {count(check.attempts, "try", "tries")}
      </td>
      <td>
        {check.last_answer}
        {answers.length > 1 && <Answers answers={answers} />}
      </td>
    </tr>
  );
}

function Answers({ answers }: { readonly answers: readonly CheckEvent[] }) {
  const last = answers.slice(-MAX_ANSWERS);
  return (
    <details>
      <summary>{last.length < answers.length ? `the last ${last.length} of ` : ""}{answers.length} answers</summary>
      <ul>
        {last.map(({ at, status, answer, ms }) => (
          <li>
            <time datetime={at} title={dateWords(at)}>after {time(ms)}</time>: {status}, {cleanText(answer)}
          </li>
        ))}
      </ul>
    </details>
  );
}
