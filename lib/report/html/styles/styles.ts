import cards from "./cards.css" with { type: "text" };
import charts from "./charts.css" with { type: "text" };
import hub from "./hub.css" with { type: "text" };
import logs from "./logs.css" with { type: "text" };
import media from "./media.css" with { type: "text" };
import page from "./page.css" with { type: "text" };
import tables from "./tables.css" with { type: "text" };
import terminalColours from "./terminal_colours.css" with { type: "text" };

/** The style sheet of the report and of the hub's pages. `media.css` comes last, because it overrides the others. */
export const STYLES: string = [page, cards, tables, charts, logs, terminalColours, hub, media].join("\n");
