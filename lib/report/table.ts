import { plainText } from "./clean_text.ts";

/** Returns rows as text with aligned columns, two spaces apart. The first row is the header. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => plainText(cell.replace(/\s+/g, " "))));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
  return cells.map((row) => `${line(row)}\n`).join("");
}
