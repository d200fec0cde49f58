// A CSV file as rows that know their line, with every fault of its form.
import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Faults } from './faults.ts'

export interface Row {
  readonly file: string
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}
export interface Table {
  readonly file: string
  readonly columns: ReadonlySet<string>
  readonly rows: readonly Row[]
  /** False when the file is missing or broken: what refers to its rows cannot be judged. */
  readonly readable: boolean
}

const parsed = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }))

const unreadable = (file: string): Table => ({ file, columns: new Set(), rows: [], readable: false })

/** Reads `text`; `wanted` are the columns that must be there, `known` those that may. */
export function readTable(
  file: string,
  text: string | undefined,
  wanted: readonly string[],
  known: readonly string[],
  faults: Faults,
): Table {
  if (text === undefined) {
    faults.fault({ file, line: 1 }, 'missing-file', '缺少文件', 'the file is missing')
    return unreadable(file)
  }
  const plain = (text.startsWith('\uFEFF') ? text.slice(1) : text).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  let records: z.output<typeof parsed>
  let lastGoodLine = 0
  try {
    records = parsed.parse(
      parse(plain, { info: true, relax_column_count: true, on_record: (record, { lines }) => ((lastGoodLine = lines), record) }),
    )
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // The record that begins after the last good one: an open quote swallows lines, so the parser notices it late.
    faults.fault({ file, line: lastGoodLine + 1 }, 'not-csv', `不是合法的 CSV：${error.code}`, `not well-formed CSV: ${error.code}`)
    return unreadable(file)
  }
  const header = records[0]?.record ?? []
  const columns = checkHeader(file, header, wanted, known, faults)
  // Which of two columns of one name is meant cannot be known.
  if (columns.size !== header.length) return unreadable(file)
  const rows: Row[] = []
  for (let k = 1; k < records.length; k++) {
    // `info.lines` is the line at which the record ends; a quoted cell may hold line breaks.
    const line = (records[k - 1]?.info.lines ?? 0) + 1
    const row = checkRow({ file, line }, header, records[k]?.record ?? [], faults)
    if (row !== undefined) rows.push(row)
  }
  return { file, columns, rows, readable: true }
}

function checkHeader(
  file: string,
  header: readonly string[],
  wanted: readonly string[],
  known: readonly string[],
  faults: Faults,
): Set<string> {
  const columns = new Set<string>()
  for (const column of header) {
    if (columns.has(column)) faults.fault({ file, line: 1, column }, 'duplicate-column', '列名重复', 'the column is named twice')
    else if (!wanted.includes(column) && !known.includes(column))
      faults.warn({ file, line: 1, column }, 'unknown-column', '未知的列，不会导入', 'unknown column, not imported')
    columns.add(column)
  }
  for (const column of wanted)
    if (!columns.has(column)) faults.fault({ file, line: 1, column }, 'missing-column', '缺少此列', 'the column is missing')
  return columns
}

function checkRow(
  spot: { file: string; line: number },
  header: readonly string[],
  record: readonly string[],
  faults: Faults,
): Row | undefined {
  if (record.length !== header.length) {
    faults.fault(
      spot,
      'field-count',
      `有 ${record.length} 个字段，应有 ${header.length} 个`,
      `${record.length} fields, ${header.length} wanted`,
    )
    // A shifted row would report nonsense column by column; it is one fault. The id still counts, so that nothing seems to dangle.
    return record[0] === undefined || header[0] === undefined
      ? undefined
      : {
          ...spot,
          cells: new Map([
            [SHIFTED, ''],
            [header[0], record[0]],
          ]),
        }
  }
  const cells = new Map<string, string>()
  for (const [k, column] of header.entries()) {
    const value = record[k] ?? ''
    if (value !== value.trim()) faults.fault({ ...spot, column }, 'edge-space', '首尾有空格', 'space at the edge')
    if (value !== value.normalize('NFC'))
      faults.fault({ ...spot, column }, 'not-nfc', '文本不是 Unicode NFC 规范形式', 'the text is not in Unicode normal form C')
    cells.set(column, value.trim().normalize('NFC'))
  }
  return { ...spot, cells }
}

/** Marks a row of which only the id could be trusted. */
export const SHIFTED = '\u0000shifted'
