import type { Result, ServiceResult } from "../../result/result.ts";
import { count } from "../../result/words.ts";
import { serviceState } from "../service_state.ts";
import { Badge } from "./parts/outcome_badge.tsx";
import { Facts, Items, Section } from "./parts/section.tsx";
import { Table } from "./parts/table.tsx";
import { When } from "./parts/when.tsx";

/** The state of each container at the end of the run; nothing without containers. */
export function Services({ services }: { readonly services: readonly ServiceResult[] }) {
  if (services.length === 0) return null;
  return (
    <Section id="services" title="Services">
      <Table head={["Service", "State", "Image", "Container"]}>
        {services.map((each) => (
          <tr>
            <th scope="row">{each.service}</th>
            <td>{serviceState(each)}</td>
            <td title={each.image_id}>{each.image}</td>
            <td>{each.container}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

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

/** What isolation changed, which files were sent and collected, and what was cut. */
export function Files({ result, cut }: { readonly result: Result; readonly cut: readonly string[] }) {
  const { isolation, sent, collected } = result;
  return (
    <Section id="files" title="Isolation and files">
      <Facts
        facts={{
          Ports: isolation.ports,
          Address: isolation.address ?? undefined,
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
