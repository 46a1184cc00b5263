import type { PhaseResult, Result } from "../../result/result.ts";
import { count, MARKS, time } from "../../result/words.ts";
import { percent } from "./parts/bar_list.tsx";
import { Badge, PHASE_TONES } from "./parts/outcome_badge.tsx";
import { Section } from "./parts/section.tsx";
import { Table } from "./parts/table.tsx";

/** The phases of a run as a waterfall: a table with a bar for each phase, placed at its start time. */
export function Phases({ result }: { readonly result: Result }) {
  return (
    <Section id="phases" title="Phases">
      <Table head={["Phase", "Status", "Took", ""]}>
        {result.phases.map((phase) => <Row phase={phase} run={result} />)}
      </Table>
    </Section>
  );
}

function Row({ phase, run }: { readonly phase: PhaseResult; readonly run: Result }) {
  const { name, status, ms, attempts } = phase;
  const tone = PHASE_TONES[status];
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Badge tone={tone} mark={MARKS[status]} word={status} />
      </td>
      <td>
        {status === "skipped" ? "" : <span class="near">{time(ms)}</span>}
        {attempts > 1 && <span class="muted">, {count(attempts, "try", "tries")}</span>}
      </td>
      <td class="track" aria-hidden="true">
        {phase.started_at !== null && <span class={`bar tone-${tone}`} style={barStyle(phase, run)} />}
      </td>
    </tr>
  );
}

function barStyle({ started_at, ms }: PhaseResult, run: Result): string {
  const whole = Math.max(1, run.duration_ms);
  const after = Date.parse(started_at ?? run.started_at) - Date.parse(run.started_at);
  const start = Math.min(1, Math.max(0, after / whole));
  return `margin-left:${percent(start)};width:${percent(Math.min(ms / whole, 1 - start))}`;
}
