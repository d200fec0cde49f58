// What a bench answers, and how its table is printed.
export type Row = Readonly<Record<string, string | number>>
export interface Bench {
  readonly rows: readonly Row[]
  readonly result: Readonly<Record<string, unknown>>
}

export function printTable(rows: readonly Row[]): void {
  const columns = Object.keys(rows[0] ?? {})
  const cells = [columns, ...rows.map((row) => columns.map((c) => String(row[c] ?? '')))]
  const widths = columns.map((_, k) => Math.max(...cells.map((line) => line[k]?.length ?? 0)))
  for (const line of cells)
    process.stdout.write(
      `${line
        .map((cell, k) => cell.padEnd(widths[k] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
}

/** The p-th percentile (0–100) by the nearest rank. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN
}

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))
