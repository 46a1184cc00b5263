import type { Result, ResultProblem } from "../../result/result.ts";
import { starter, time } from "../../result/words.ts";
import { look, OutcomeBadge } from "./parts/outcome_badge.tsx";
import { Facts } from "./parts/section.tsx";
import { When } from "./parts/when.tsx";
import { shortId } from "../../result/identity.ts";

/** The top of a report: how the run ended, and why. */
export function Headline({ result }: { readonly result: Result }) {
  const { outcome, slug, host, reason, secondary } = result;
  return (
    <div class={`verdict tone-${look(outcome).tone}`}>
      <h1>
        <OutcomeBadge outcome={outcome} />
        <span>{slug} on {host}</span>
      </h1>
      {reason !== null && <Problem problem={reason} />}
      {secondary.map((problem) => <Problem problem={problem} also />)}
      <Facts
        facts={{
          Took: time(result.duration_ms),
          Started: <When at={result.started_at} />,
          Run: <code title={result.run_id}>{shortId(result.run_id)}</code>,
          "Started by": starter(result),
          Commit: result.git === null ? undefined : <Commit git={result.git} />,
          Repository: result.repository,
          "Exit code": result.exit_code,
          Versions: versions(result),
        }}
      />
    </div>
  );
}

function Problem({ problem, also }: { readonly problem: ResultProblem; readonly also?: boolean }) {
  const { phase, outcome, message, detail, hint } = problem;
  return (
    <div class={`problem tone-${look(outcome).tone}`}>
      <p>{message}</p>
      <p class="muted">{also === true ? `also in phase ${phase}: ${outcome}` : `phase ${phase}`}</p>
      {detail.length > 0 && (
        <pre tabindex={0} role="region" aria-label={`Details of phase ${phase}`}>{detail.join("\n")}</pre>
      )}
      {hint !== null && (
        <p>
          Hint: <code>{hint}</code>
        </p>
      )}
    </div>
  );
}

function Commit({ git }: { readonly git: NonNullable<Result["git"]> }) {
  return (
    <>
      <code title={git.sha}>{git.sha.slice(0, 12)}</code>
      {git.branch === null ? "" : ` on ${git.branch}`}
      {git.dirty ? ", with changes" : ""}
    </>
  );
}

function versions({ tool_version, docker }: Result): string {
  return docker === null
    ? `e2e ${tool_version}`
    : `e2e ${tool_version}, Docker ${docker.engine}, Compose ${docker.compose}`;
}
