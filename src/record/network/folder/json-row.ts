// Typed looks at the members of one JSON object, as row.ts does for the cells of a CSV row.
import { type Decimal, decimal, isDecimal, ZERO } from '#kernel'
import type { Confidence } from '#model'
import type { Faults, ImportRule } from './faults.ts'
import type { JsonFile } from './json.ts'
import { type Bounds, CONFIDENCES } from './row.ts'

export interface Members {
  readonly path: string
  readonly value: Readonly<Record<string, unknown>>
  fault(member: string, rule: ImportRule, zh: string, en: string): void
  text(member: string): string
  optional(member: string): string | undefined
  number(member: string, bounds?: Bounds): Decimal
  list(member: string): readonly unknown[]
  texts(member: string): string[]
  sourced(): { source: string; confidence: Confidence }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function membersOf(json: JsonFile, path: string, value: unknown, faults: Faults): Members {
  const record = isRecord(value) ? value : {}
  const line = json.lines.get(path) ?? 1
  const fault = (member: string, rule: ImportRule, zh: string, en: string): void =>
    faults.fault({ file: json.file, line, column: member }, rule, zh, en)
  const text = (member: string): string => {
    const found = record[member]
    if (typeof found === 'string' && found !== '') return found
    fault(member, 'missing-value', '须为非空文本', 'a text is needed')
    return ''
  }
  const list = (member: string): readonly unknown[] => {
    const found = record[member]
    if (Array.isArray(found)) return found
    fault(member, 'missing-value', '须为列表', 'a list is needed')
    return []
  }
  return {
    path,
    value: record,
    fault,
    text,
    list,
    optional: (member) => (typeof record[member] === 'string' && record[member] !== '' ? record[member] : undefined),
    number: (member, bounds = {}) => numberOf(record[member], member, bounds, fault),
    texts: (member) => list(member).filter((part) => typeof part === 'string'),
    sourced: () => {
      const confidence = CONFIDENCES.find((code) => code === record['confidence'])
      if (confidence === undefined)
        fault('confidence', 'unknown-confidence', `须为 ${CONFIDENCES.join('、')} 之一`, `must be one of ${CONFIDENCES.join(', ')}`)
      return { source: text('source'), confidence: confidence ?? 'estimate' }
    },
  }
}

/** JSON numbers as decimals: their shortest spelling is the author's own. */
export function numberOf(value: unknown, member: string, { minimum, maximum }: Bounds, fault: Members['fault']): Decimal {
  if (typeof value !== 'number' || !isDecimal(String(value))) {
    fault(member, 'not-a-number', `"${String(value)}" 不是数字`, `"${String(value)}" is not a number`)
    return ZERO
  }
  if (minimum === 0 && value < 0) fault(member, 'negative', `${value} 不能为负`, `${value} must not be negative`)
  else if ((minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum))
    fault(
      member,
      'out-of-range',
      `${value} 不在 ${minimum ?? '…'} – ${maximum ?? '…'} 之内`,
      `${value} is outside ${minimum ?? '…'} – ${maximum ?? '…'}`,
    )
  return decimal(value)
}

/** The objects of a list at `path`, with their own lines. */
export const rowsAt = (json: JsonFile, path: string, list: readonly unknown[], faults: Faults): Members[] =>
  list.map((value, k) => membersOf(json, `${path}${path === '' ? '' : '/'}${k}`, value, faults))
