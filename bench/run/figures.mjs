// Numbers as people and as programs read them.

/** The value below which so many percent of all lie; nothing where there are none. */
export function percentile(values, percent) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? null;
}

/** The usual three of them. */
export const spread = (times) => ({
  p50: rounded(percentile(times, 50)),
  p95: rounded(percentile(times, 95)),
  p99: rounded(percentile(times, 99)),
});

export const rounded = (value, digits = 3) => (value == null ? null : Number(value.toFixed(digits)));

/** A table in Markdown, its columns aligned. */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map((cell) => String(cell ?? "-")));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join(" | ")} |`;
  const rules = widths.map((width, column) => "-".repeat(width + 1) + (column ? ":" : "-"));
  return [line(cells[0]), `|${rules.join("|")}|`, ...cells.slice(1).map(line)].join("\n");
}

/** Thousands with a comma, as tables have them. */
export const grouped = (value, digits = 0) =>
  value?.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
