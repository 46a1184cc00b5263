import type { Result } from "../../result/result.ts";
import { count } from "../../result/words.ts";
import { Facts, Items, Section } from "./parts/section.tsx";

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
      <Items title="Shortened or left out" items={[...collected.cut, ...cut]} />
      <Items title="Published" items={Object.entries(isolation.published).map(([name, to]) => `${name} = ${to}`)} />
      <Items title="Changed in the compose model" items={isolation.changes} />
      <Items
        title="Collected"
        items={collected.files.map(({ path, bytes }) => `${path}, ${count(bytes, "byte", "bytes")}`)}
      />
    </Section>
  );
}
