import { raw } from "hono/html";
import { cleanText } from "./clean_result.ts";
import { logHtml } from "./log_html.ts";
import type { RunView } from "./run_view.ts";
import { Section } from "./parts/section.tsx";

/**
 * Limits of the logs as HTML: of all together, and of one. Colours and escaped characters make a log longer than its
 * file.
 */
const MAX_BYTES = 7_500_000, MAX_LOG_BYTES = 1_500_000;

/** The output of the run and the logs of its services, with a search box that `search.js` drives; nothing without logs. */
export function Logs({ view }: { readonly view: RunView }) {
  const { output = "", services = [] } = view;
  const logs = [{ name: "Output of the run", log: output }, ...services].filter(({ log }) => log !== "");
  if (logs.length === 0) return null;
  const maxBytes = Math.min(MAX_LOG_BYTES, Math.floor(MAX_BYTES / logs.length));
  return (
    <Section id="logs" title="Logs">
      <Search />
      {logs.map(({ name, log }, at) => (
        <details data-log open={at === 0}>
          <summary>
            {cleanText(name)} <span class="muted" data-count />
          </summary>
          <pre class="log" tabindex={0} role="region" aria-label={cleanText(name)}>{raw(logHtml(log, maxBytes))}</pre>
        </details>
      ))}
    </Section>
  );
}

function Search() {
  return (
    <div class="search" role="search" aria-label="Logs" data-search hidden>
      <label for="search-text">Search</label>
      <input id="search-text" type="search" placeholder="text" autocomplete="off" spellcheck={false} />
      <button type="button" data-step="-1" aria-label="Previous line (Shift-Enter)">↑</button>
      <button type="button" data-step="1" aria-label="Next line (Enter)">↓</button>
      <label>
        <input type="checkbox" /> only matching lines
      </label>
      <output for="search-text" />
    </div>
  );
}
