// A table for a terminal; a Chinese character is two columns wide.

/** East Asian wide and fullwidth blocks, and emoji; what is left is one column. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const NO_WIDTH = /\p{Mn}|\p{Cf}/u

export function width(text: string): number {
  let columns = 0
  for (const character of text) columns += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return columns
}

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

const pad = (text: string, columns: number, align: 'left' | 'right'): string => {
  const blank = ' '.repeat(Math.max(0, columns - width(text)))
  return align === 'right' ? blank + text : text + blank
}

export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, index) => Math.max(width(title), ...rows.map((row) => width(row[index] ?? ''))))
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align = 'left' }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ title }) => title)), widths.map((columns) => '─'.repeat(columns)).join('  '), ...rows.map(line)].join('\n')
}
