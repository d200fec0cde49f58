// The real data folder in memory, and ways to break it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assert } from '#kernel'

export type Files = ReadonlyMap<string, string>

const folder = join(import.meta.dirname, '../../../../data/chongqing')
export const CHONGQING: Files = new Map(
  readdirSync(folder)
    .filter((name) => /\.(csv|json|md)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
)

export const textOf = (files: Files, file: string): string => {
  const text = files.get(file)
  assert(text !== undefined, `there is ${file}`)
  return text
}
export const withText = (file: string, change: (text: string) => string, files: Files = CHONGQING): Files => {
  const before = textOf(files, file)
  const after = change(before)
  assert(after !== before, `${file} changes`)
  return new Map(files).set(file, after)
}
export const without = (file: string): Files => new Map([...CHONGQING].filter(([name]) => name !== file))

/** The line, counted from 1, on which a row begins. */
export const lineOf = (file: string, start: string): number => {
  const at = textOf(CHONGQING, file)
    .split('\n')
    .findIndex((line) => line.startsWith(start))
  assert(at >= 0, `${file} has a line ${start}`)
  return at + 1
}

/** Sets one cell of the row with this id (or first cell); the data's rows have no line breaks inside. */
export const withCell = (
  file: string,
  id: string,
  column: string,
  value: string | ((before: string) => string),
  files: Files = CHONGQING,
): Files =>
  withText(
    file,
    (text) => {
      const lines = text.split('\n')
      const columns = cellsOf(lines[0] ?? '')
      const k = columns.indexOf(column)
      const row = lines.findIndex((line) => line.startsWith(`${id},`))
      assert(k >= 0 && row > 0, `${file} has ${id} and ${column}`)
      const cells = cellsOf(lines[row] ?? '')
      cells[k] = typeof value === 'string' ? value : value(cells[k] ?? '')
      lines[row] = cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
      return lines.join('\n')
    },
    files,
  )

function cellsOf(line: string): string[] {
  const cells: string[] = []
  for (const [, quoted, plain] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g))
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
  return cells
}

/** Takes a column out of a file. */
export const withoutColumn = (file: string, column: string): Files =>
  withText(file, (text) => {
    const lines = text.split('\n')
    const k = cellsOf(lines[0] ?? '').indexOf(column)
    return lines
      .map((line) =>
        line === ''
          ? line
          : cellsOf(line)
              .toSpliced(k, 1)
              .map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
              .join(','),
      )
      .join('\n')
  })

/** The data folder with these services only, so that a test of the store imports in an instant. */
export function onlyServices(ids: readonly string[]): Files {
  const kept = (text: string): string =>
    text
      .split('\n')
      .filter((line, k) => k === 0 || line === '' || ids.some((id) => line.startsWith(`${id},`)))
      .join('\n')
  const services = withText('services.csv', kept, withText('service-stops.csv', kept))
  const corridors = withText(
    'corridors.json',
    (text) => text.replaceAll(/"service_prefixes": \[[^\]]*\]/g, '"service_prefixes": []'),
    services,
  )
  return new Map([...corridors].filter(([file]) => !['cargo.json', 'plan-tasks.json', 'indicators.json'].includes(file)))
}
