// Typed looks at the cells of one row; each look states its rule and reports where the cell breaks it.
// After a fault the look returns a stand-in, so that all faults of a row come at once; a folder with a fault is never used.
import { type Decimal, decimal, isDecimal, ZERO } from '#kernel'
import type { Confidence } from '#model'
import { type Row, SHIFTED, type Table } from './csv.ts'
import type { Faults, ImportRule } from './faults.ts'

export const CONFIDENCES = ['seed', 'public-source', 'estimate'] as const

export interface Bounds {
  readonly minimum?: number
  readonly maximum?: number
}

export interface Look {
  readonly row: Row
  readonly id: string
  fault(column: string, rule: ImportRule, zh: string, en: string): void
  warn(column: string, rule: ImportRule, zh: string, en: string): void
  raw(column: string): string
  text(column: string): string
  optional(column: string): string | undefined
  number(column: string, bounds?: Bounds): Decimal
  optionalNumber(column: string, bounds?: Bounds): Decimal | undefined
  numbers(column: string, bounds?: Bounds): Decimal[]
  oneOf<T extends string>(column: string, codes: readonly [T, ...T[]]): T
  optionalOneOf<T extends string>(column: string, codes: readonly [T, ...T[]]): T | undefined
  flag(column: string): boolean
  list(column: string): string[]
  form(column: string, form: RegExp, zh: string, en: string): string
  confidence(column?: string): Confidence
  sourced(): { source: string; confidence: Confidence }
}

export const split = (cell: string): string[] => cell.split(';').filter((part) => part !== '')

export function look(row: Row, table: Table, faults: Faults): Look {
  const { file, line } = row
  const there = (column: string): boolean => table.columns.has(column) && !row.cells.has(SHIFTED)
  const raw = (column: string): string => row.cells.get(column) ?? ''
  const fault = (column: string, rule: ImportRule, zh: string, en: string): void => {
    // A missing column is one fault of the header, not one of every row.
    if (there(column)) faults.fault({ file, line, column }, rule, zh, en)
  }
  const warn = (column: string, rule: ImportRule, zh: string, en: string): void => faults.warn({ file, line, column }, rule, zh, en)
  const text = (column: string): string => {
    if (raw(column) === '') fault(column, 'missing-value', '不能为空', 'a value is needed')
    return raw(column)
  }
  const parseNumber = (column: string, value: string, { minimum, maximum }: Bounds): Decimal => {
    if (!isDecimal(value)) {
      fault(column, 'not-a-number', `"${value}" 不是数字`, `"${value}" is not a number`)
      return ZERO
    }
    const n = Number(value)
    if (minimum === 0 && n < 0) fault(column, 'negative', `${value} 不能为负`, `${value} must not be negative`)
    else if ((minimum !== undefined && n < minimum) || (maximum !== undefined && n > maximum)) {
      const range = `${minimum ?? '…'} – ${maximum ?? '…'}`
      fault(column, 'out-of-range', `${value} 不在 ${range} 之内`, `${value} is outside ${range}`)
    }
    return decimal(value)
  }
  const optionalNumber = (column: string, bounds: Bounds = {}): Decimal | undefined =>
    raw(column) === '' ? undefined : parseNumber(column, raw(column), bounds)
  const oneOf = <T extends string>(column: string, codes: readonly [T, ...T[]]): T => {
    const found = codes.find((code) => code === raw(column))
    if (found === undefined)
      fault(
        column,
        raw(column) === '' ? 'missing-value' : 'unknown-code',
        `"${raw(column)}" 不是 ${codes.join('、')} 之一`,
        `"${raw(column)}" is none of ${codes.join(', ')}`,
      )
    return found ?? codes[0]
  }
  const confidence = (column = 'confidence'): Confidence => {
    const found = CONFIDENCES.find((code) => code === raw(column))
    if (found === undefined)
      fault(
        column,
        'unknown-confidence',
        `"${raw(column)}" 不是 ${CONFIDENCES.join('、')} 之一`,
        `"${raw(column)}" is none of ${CONFIDENCES.join(', ')}`,
      )
    return found ?? 'estimate'
  }
  return {
    row,
    id: raw('id'),
    fault,
    warn,
    raw,
    text,
    oneOf,
    confidence,
    optionalNumber,
    optional: (column) => (raw(column) === '' ? undefined : raw(column)),
    number: (column, bounds = {}) => (text(column) === '' ? ZERO : parseNumber(column, raw(column), bounds)),
    numbers: (column, bounds = {}) =>
      text(column) === ''
        ? []
        : raw(column)
            .split(';')
            .map((part) => parseNumber(column, part, bounds)),
    optionalOneOf: (column, codes) => (raw(column) === '' ? undefined : oneOf(column, codes)),
    flag: (column) => oneOf(column, ['0', '1']) === '1',
    list: (column) => split(raw(column)),
    form: (column, form, zh, en) => {
      if (!form.test(raw(column)))
        fault(column, raw(column) === '' ? 'missing-value' : 'bad-form', `"${raw(column)}"：${zh}`, `"${raw(column)}": ${en}`)
      return raw(column)
    },
    sourced: () => ({ source: text('source'), confidence: confidence() }),
  }
}

/** Looks at every row of a table by id: empty and doubled ids are faults, the first of doubles stays. */
export function byId(table: Table, faults: Faults): Map<string, Look> {
  const found = new Map<string, Look>()
  for (const row of table.rows) {
    const here = look(row, table, faults)
    if (here.id === '') here.fault('id', 'missing-value', '编号不能为空', 'an id is needed')
    else if (found.has(here.id))
      faults.fault(
        { file: row.file, line: row.line, column: 'id' },
        'duplicate-id',
        `编号 ${here.id} 已在第 ${found.get(here.id)?.row.line} 行使用`,
        `id ${here.id} already stands on line ${found.get(here.id)?.row.line}`,
      )
    else found.set(here.id, here)
  }
  return found
}
