import type { ServiceResult } from "../../result/result.ts";
import { serviceState } from "../service_state.ts";
import { Section } from "./parts/section.tsx";
import { Table } from "./parts/table.tsx";

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
