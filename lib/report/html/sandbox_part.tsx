import type { Result, ServiceResult } from "../../result/result.ts";
import { count } from "../../result/words.ts";
import { Badge } from "./parts/outcome_badge.tsx";
import { Facts, Items, Section } from "./parts/section.tsx";
import { Table } from "./parts/table.tsx";
import { When } from "./parts/when.tsx";

/** In which state each container was when the run ended; nothing without any. */
export function Services({ services }: { readonly services: readonly ServiceResult[] }) {
  if (services.length === 0) return null;
  return (
    <Section id="services" title="Services">
      <Table head={["Service", "State", "Image", "Container"]}>
        {services.map((each) => (
          <tr>
            <th scope="row">{each.service}</th>
            <td>{stateWords(each)}</td>
            <td title={each.image_id}>{each.image}</td>
            <td>{each.container}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

function stateWords({ state, health, exit_code, oom_killed, restarts }: ServiceResult): string {
  return [
    state,
    ...(health === null ? [] : [health]),
    ...(exit_code === null || state === "running" ? [] : [`exit code ${exit_code}`]),
    ...(oom_killed ? ["killed for its memory"] : []),
    ...(restarts > 0 ? [count(restarts, "restart", "restarts")] : []),
  ].join(", ");
}

const DECISIONS = { down: "taken down", kept: "kept", "nothing-made": "nothing was made" } as const;

/** What became of the sandbox, and what is left of it. */
export function Cleanup({ result: { cleanup, project, appeared } }: { readonly result: Result }) {
  const { decision, verified, leftovers, kept_until, note } = cleanup;
  return (
    <Section id="cleanup" title="Clean-up">
      <Facts
        facts={{
          Sandbox: <code>{project}</code>,
          Decision: DECISIONS[decision],
          Verified: verified
            ? <Badge tone="good" mark="✓" word="the host was asked what is left" />
            : <Badge tone="warn" mark="?" word="nobody could be asked what is left" />,
          "Kept until": kept_until === null ? undefined : <When at={kept_until} />,
          Left: leftovers.length === 0 && verified && decision !== "kept" ? "nothing" : undefined,
          Note: note ?? undefined,
        }}
      />
      <Items title="Left behind" items={leftovers.map(({ kind, name }) => `${kind} ${name}`)} />
      <Items title="Made on the Docker Engine meanwhile, perhaps by the tests" items={appeared ?? []} />
    </Section>
  );
}

/** What isolation changed, what travelled there and back, and what of it was cut. */
export function Travelled({ result, cut }: { readonly result: Result; readonly cut: readonly string[] }) {
  const { isolation, sent, collected } = result;
  return (
    <Section id="travelled" title="Isolation and files">
      <Facts
        facts={{
          Ports: isolation.ports,
          "Own address": isolation.address ?? undefined,
          Sent: sent === null
            ? undefined
            : `${count(sent.files, "file", "files")}, ${count(sent.bytes, "byte", "bytes")}`,
          Collected: count(collected.files.length, "file", "files"),
        }}
      />
      <Items title="Cut" items={[...collected.cut, ...cut]} />
      <Items title="Published" items={Object.entries(isolation.published).map(([name, to]) => `${name} = ${to}`)} />
      <Items title="Changed in the compose model" items={isolation.changes} />
      <Items
        title="Collected"
        items={collected.files.map(({ path, bytes }) => `${path}, ${count(bytes, "byte", "bytes")}`)}
      />
    </Section>
  );
}
