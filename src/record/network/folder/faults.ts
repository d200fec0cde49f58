// What is wrong with a folder of reference data: every problem at once, each with file, line, column and rule.
import type { Text } from '#kernel'

export const IMPORT_RULES = [
  'missing-file',
  'byte-order-mark',
  'carriage-return',
  'not-nfc',
  'control-character',
  'machine-path',
  'registry-address',
  'not-csv',
  'not-json',
  'duplicate-member',
  'duplicate-column',
  'missing-column',
  'unknown-column',
  'field-count',
  'edge-space',
  'missing-value',
  'duplicate-id',
  'unknown-confidence',
  'bad-form',
  'not-a-number',
  'out-of-range',
  'negative',
  'unknown-code',
  'unknown-zone',
  'unknown-date',
  'unknown-place',
  'unknown-service',
  'unknown-row',
  'swapped-coordinates',
  'outside-area',
  'not-unique-day',
  'leg-count',
  'stops-differ',
  'times-run-back',
  'totals-differ',
  'implausible-speed',
  'shorter-than-great-circle',
  'wrong-mode',
  'implausible-capacity',
  'capacity-basis',
  'missing-capacity',
  'reefer-flag',
  'class-refused-everywhere',
  'frequency',
  'gate-closed',
  'detour',
  'unit-type',
  'row-count',
  'cargo-shape',
] as const
export type ImportRule = (typeof IMPORT_RULES)[number]

export interface ImportFault {
  readonly file: string
  readonly line: number
  /** The column's or member's name; "-" when the whole line is meant. */
  readonly column: string
  readonly rule: ImportRule
  readonly detail: Text
}

/** Where a fault is; collectors fill the rest. */
export interface Spot {
  readonly file: string
  readonly line: number
  readonly column?: string
}

export interface Faults {
  fault(spot: Spot, rule: ImportRule, zh: string, en: string): void
  /** Worth a look, but no reason to refuse. */
  warn(spot: Spot, rule: ImportRule, zh: string, en: string): void
  readonly faults: ImportFault[]
  readonly warnings: ImportFault[]
}

export function collectFaults(): Faults {
  const faults: ImportFault[] = []
  const warnings: ImportFault[] = []
  const make = ({ file, line, column = '-' }: Spot, rule: ImportRule, zh: string, en: string): ImportFault => ({
    file,
    line,
    column,
    rule,
    detail: { zh, en },
  })
  return {
    faults,
    warnings,
    fault: (spot, rule, zh, en) => void faults.push(make(spot, rule, zh, en)),
    warn: (spot, rule, zh, en) => void warnings.push(make(spot, rule, zh, en)),
  }
}

/** `nodes.csv:12: lat: swapped-coordinates …` */
export const faultText = (fault: ImportFault, language: 'zh' | 'en'): string =>
  `${fault.file}:${fault.line}: ${fault.column}: ${fault.rule} ${fault.detail[language]}`

/** By file, line and column, so that an editor can be walked through them. */
export const inOrder = (faults: readonly ImportFault[]): ImportFault[] =>
  faults.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
