// Rules for single members of an event: each looks at one value and adds what is wrong with it.
import { expandedName, isObject, type Namespaces } from './context.ts'
import { type Faults, pointerTo } from './fault.ts'
import { hasWrongCheckDigit, isUri } from './identifiers.ts'

export interface Checking {
  readonly faults: Faults
  readonly namespaces: Namespaces
}
/** Looks at the value that stands at `pointer`. */
export type Rule = (value: unknown, pointer: string, checking: Checking) => void
export type RuleTable = Readonly<Record<string, Rule>>

const MOST_TEXT = 4096
const MOST_MEMBERS = 20_000
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

/** An instant with its offset or Z, as RFC 3339 and GS1's schema write it. */
export function parseTime(value: unknown): Temporal.Instant | undefined {
  if (typeof value !== 'string' || !TIME.test(value) || /:60(?:\.\d+)?(?:Z|[+-])/.test(value)) return undefined
  try {
    return Temporal.Instant.from(value)
  } catch {
    return undefined
  }
}

export const text: Rule = (value, pointer, { faults }) => {
  if (typeof value !== 'string') faults.add(pointer, 'wrong-type', '应为文本', 'must be text')
  else if (value.length > MOST_TEXT) faults.add(pointer, 'out-of-range', `最长 ${MOST_TEXT} 字`, `must be at most ${MOST_TEXT} characters`)
}
export const matching =
  (pattern: RegExp, zh: string, en: string): Rule =>
  (value, pointer, { faults }) => {
    if (typeof value !== 'string' || value.length > MOST_TEXT || !pattern.test(value)) faults.add(pointer, 'wrong-type', zh, en)
  }
export const time: Rule = (value, pointer, { faults }) => {
  if (parseTime(value) === undefined)
    faults.add(pointer, 'wrong-type', '应为带时区偏移或 Z 的时间，如 2026-12-03T12:10:00+08:00', 'must be a time with its offset or Z')
}
export const uri: Rule = (value, pointer, { faults }) => {
  if (typeof value !== 'string' || !isUri(value)) faults.add(pointer, 'wrong-type', '应为 URI', 'must be a URI')
  else if (hasWrongCheckDigit(value)) faults.add(pointer, 'out-of-range', `${value} 的校验位有误`, `the check digit of ${value} is wrong`)
}
export const number: Rule = (value, pointer, { faults }) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) faults.add(pointer, 'wrong-type', '应为数字', 'must be a number')
}
export const boolean: Rule = (value, pointer, { faults }) => {
  if (typeof value !== 'boolean') faults.add(pointer, 'wrong-type', '应为 true 或 false', 'must be true or false')
}

/** A short word of the list, or a URI; a URI in `space`, GS1's own, must end in a word of the list. */
export const word =
  (list: ReadonlySet<string>, space: RegExp): Rule =>
  (value, pointer, { faults, namespaces }) => {
    if (typeof value === 'string' && list.has(value)) return
    if (typeof value !== 'string') return faults.add(pointer, 'wrong-type', '应为文本', 'must be text')
    const shown = value.slice(0, 100)
    // Read as GS1's schema reads it: the XML spelling of the vocabulary has no place in JSON.
    if (!isUri(value) || /^(urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/.test(value))
      return faults.add(pointer, 'unknown-code', `“${shown}”不是 CBV 2.0 的词`, `“${shown}” is no word of CBV 2.0`)
    const full = expandedName(value, namespaces)
    const own = space.exec(full === undefined ? value : full.namespace + full.local)
    if (own !== null && !list.has(own[1] ?? ''))
      faults.add(pointer, 'unknown-code', `“${shown}”不是 CBV 2.0 的词`, `“${shown}” is no word of CBV 2.0`)
  }

export const listOf =
  (rule: Rule, { unique = false, minimum = 0 } = {}): Rule =>
  (value, pointer, checking) => {
    const { faults } = checking
    if (!Array.isArray(value)) return faults.add(pointer, 'wrong-type', '应为列表', 'must be a list')
    if (value.length < minimum || value.length > MOST_MEMBERS)
      return faults.add(pointer, 'out-of-range', `应有 ${minimum} 至 ${MOST_MEMBERS} 项`, `must have ${minimum} to ${MOST_MEMBERS} members`)
    for (const [index, one] of value.entries()) rule(one, pointerTo(pointer, index), checking)
    if (unique && new Set(value).size !== value.length) faults.add(pointer, 'out-of-range', '有重复的项', 'a member occurs twice')
  }
export const oneOrMore =
  (rule: Rule): Rule =>
  (value, pointer, checking) =>
    (Array.isArray(value) ? listOf(rule) : rule)(value, pointer, checking)

export interface ObjectRules {
  readonly required?: readonly string[]
  /** Names with a declared prefix are extensions, and kept. */
  readonly extensible?: boolean
}
export const object =
  (members: RuleTable, { required = [], extensible = true }: ObjectRules = {}): Rule =>
  (value, pointer, checking) => {
    const { faults } = checking
    if (!isObject(value)) return faults.add(pointer, 'wrong-type', '应为对象', 'must be an object')
    for (const name of required)
      if (value[name] === undefined) faults.add(pointerTo(pointer, name), 'missing-member', '缺少此项', 'is missing')
    for (const [name, one] of Object.entries(value)) {
      const rule = Object.hasOwn(members, name) ? members[name] : undefined
      if (rule !== undefined) rule(one, pointerTo(pointer, name), checking)
      else if (!extensible || !isExtension(name, checking)) unknown(pointerTo(pointer, name), name, faults)
    }
  }

const isExtension = (name: string, { namespaces }: Checking): boolean => expandedName(name, namespaces) !== undefined && isUri(name)

const unknown = (pointer: string, name: string, faults: Faults): void => {
  const shown = name.slice(0, 100)
  faults.add(
    pointer,
    'unknown-member',
    `EPCIS 2.0 没有成员 ${shown}；扩展成员须带 @context 中声明的前缀`,
    `EPCIS 2.0 has no member ${shown}; an extension needs a prefix that @context declares`,
  )
}
