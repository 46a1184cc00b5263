import type { Result } from "../../result/result.ts";
import { Badge } from "./parts/outcome_badge.tsx";
import { Facts, Items, Section } from "./parts/section.tsx";
import { When } from "./parts/when.tsx";

const DECISIONS: Readonly<Record<Result["cleanup"]["decision"], string>> = {
  down: "removed",
  kept: "kept",
  "nothing-made": "nothing was created",
};

/** What happened to the sandbox, and what is left of it. */
export function Cleanup({ result: { cleanup, project, appeared } }: { readonly result: Result }) {
  const { decision, verified, leftovers, kept_until, note } = cleanup;
  return (
    <Section id="cleanup" title="Clean-up">
      <Facts
        facts={{
          Sandbox: <code>{project}</code>,
          Decision: DECISIONS[decision],
          Verified: verified
            ? <Badge tone="good" mark="✓" word="checked on the host" />
            : <Badge tone="warn" mark="?" word="could not check the host" />,
          "Kept until": kept_until === null ? undefined : <When at={kept_until} />,
          Left: leftovers.length === 0 && verified && decision !== "kept" ? "nothing" : undefined,
          Note: note ?? undefined,
        }}
      />
      <Items title="Left behind" items={leftovers.map(({ kind, name }) => `${kind} ${name}`)} />
      <Items title="Created on the Docker Engine during the tests, and not removed" items={appeared ?? []} />
    </Section>
  );
}
