import type { TestResult, TestResults } from "../../result/result.ts";
import { count, time } from "../../result/words.ts";
import { Facts, Items, Section } from "./parts/section.tsx";

/** The test command, how it ended, and which tests failed; nothing when the command was never started. */
export function TestPart({ test }: { readonly test: TestResult | null }) {
  if (test === null) return null;
  const { results } = test;
  return (
    <Section id="test" title="Test">
      <pre><code>{test.command}</code></pre>
      <Facts
        facts={{
          "Exit code": test.exit_code ?? "none",
          Signal: test.signal ?? undefined,
          Took: `${time(test.ms)} of ${time(test.limit_ms)}${test.timed_out ? ", timed out" : ""}`,
          Evidence: test.evidence === "results" ? "the tests’ own results" : "the exit code only",
          Output: count(test.output_bytes, "byte", "bytes"),
          ...(results === null ? {} : counts(results)),
        }}
      />
      {results !== null && <Failures results={results} />}
      <Items title="Still running after the command" items={test.left_running} />
      <Items title="Result files" items={results?.files ?? []} />
    </Section>
  );
}

function counts({ tests, failed, skipped }: TestResults) {
  return { Tests: tests, Failed: failed, Skipped: skipped };
}

function Failures({ results: { failed, failures } }: { readonly results: TestResults }) {
  if (failures.length === 0) return null;
  return (
    <>
      <h3>Failed tests</h3>
      {failures.map(({ name, message }, at) => (
        <details open={at < 3}>
          <summary>
            <span class="tone-bad badge">✗ failed</span> {name}
          </summary>
          <pre>{message}</pre>
        </details>
      ))}
      {failed > failures.length && <p class="muted">and {failed - failures.length} more</p>}
    </>
  );
}
