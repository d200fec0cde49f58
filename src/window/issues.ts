// From what zod finds to the field errors of CONTRACT §2: code, pointer and a sentence in both languages.
import { z } from 'zod'
import type { Text } from '#kernel'
import type { FieldError } from '#model'
import { boundsAt, type Bounds } from './bounds.ts'
import { pointerOf } from './json.ts'
import { labelOf } from './labels.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

/** More than this many would not help anybody, and a body of 999 wrong items would make a large answer. */
const MOST = 50

export function fieldErrors(issues: readonly Issue[], input: unknown, schema: z.ZodType): FieldError[] {
  return tightest(issues)
    .flatMap((issue) => errorsOf(issue, [], { input, schema }))
    .slice(0, MOST)
}

/** A whole number far too large passes two ends at once, its own and that of all safe integers: the nearer one is meant. */
function tightest(issues: readonly Issue[]): Issue[] {
  return issues.filter(
    (issue) =>
      !issues.some((other) => {
        if (other === issue || pointerOf(other.path) !== pointerOf(issue.path)) return false
        if (issue.code === 'too_big') return other.code === 'too_big' && Number(other.maximum) < Number(issue.maximum)
        return issue.code === 'too_small' && other.code === 'too_small' && Number(other.minimum) > Number(issue.minimum)
      }),
  )
}

interface Asked {
  readonly input: unknown
  readonly schema: z.ZodType
}

function errorsOf(issue: Issue, base: Path, asked: Asked): FieldError[] {
  const { input, schema } = asked
  const path = [...base, ...issue.path]
  const label = labelOf(path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => error([...path, key], 'unknown-member', `没有名为 ${key} 的成员`, `There is no member named ${key}`))
    case 'invalid_union':
      return unionErrors(issue, path, asked)
    case 'invalid_type':
    case 'invalid_value':
      return [
        isAbsent(path, input)
          ? missing(path, label)
          : issue.code === 'invalid_value'
            ? notAmong(path, label, issue.values)
            : wrongType(path, label, issue.expected),
      ]
    case 'too_small':
      return [outOfRange(path, label, issue.origin, { minimum: Number(issue.minimum), ...boundsAt(schema, path) })]
    case 'too_big':
      return [outOfRange(path, label, issue.origin, { maximum: Number(issue.maximum), ...boundsAt(schema, path) })]
    case 'invalid_format':
      return [
        issue.format === 'datetime'
          ? notAnInstant(path, label)
          : error(path, 'wrong-type', `${label.zh}的写法不对`, `${label.en} is not written as it should be`),
      ]
    case 'custom':
      return [complaintAt(path, label, issue.params)]
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return [error(path, 'wrong-type', `${label.zh}的写法不对`, `${label.en} is not written as it should be`)]
  }
}

const COMPLAINT = z.object({ complaint: z.object({ code: z.string(), detail: z.object({ zh: z.string(), en: z.string() }) }) })

/** Our own refinements say what is wrong in both languages; one that does not leaves it at that. */
function complaintAt(path: Path, label: Text, params: unknown): FieldError {
  const read = COMPLAINT.safeParse(params)
  if (!read.success) return error(path, 'out-of-range', `${label.zh}不合要求`, `${label.en} is not acceptable`)
  const { code, detail } = read.data.complaint
  return error(path, code, `${label.zh}${detail.zh}`, `${label.en} ${detail.en}`)
}

/** Of several shapes the one that fits best speaks: the fewest things to correct. */
function unionErrors(issue: z.core.$ZodIssueInvalidUnion, path: Path, asked: Asked): FieldError[] {
  const both = twoShapes(issue, path)
  if (both !== undefined) return [both]
  const branches = issue.errors.map((branch) => tightest(branch).flatMap((inner) => errorsOf(inner, path, asked)))
  const best = branches.toSorted((a, b) => a.length - b.length)[0]
  if (best !== undefined && best.length > 0) return best
  return [
    isAbsent(path, asked.input)
      ? missing(path, labelOf(path))
      : error(path, 'unknown-code', `${labelOf(path).zh}不是可用的代码`, `${labelOf(path).en} is not one of the codes`),
  ]
}

/** Members of two shapes together, each of which the other shape does not know: neither is wrong by itself. */
function twoShapes(issue: z.core.$ZodIssueInvalidUnion, path: Path): FieldError | undefined {
  const unknown = issue.errors.map((branch) => branch.flatMap((inner) => (inner.code === 'unrecognized_keys' ? inner.keys : [])))
  const [first, second] = unknown
  if (unknown.length !== 2 || first === undefined || second === undefined) return undefined
  const mine = second.find((key) => !first.includes(key))
  const other = first.find((key) => !second.includes(key))
  if (mine === undefined || other === undefined) return undefined
  const [whole, a, b] = [labelOf(path), labelOf([mine]), labelOf([other])]
  return error(
    [...path, mine],
    'unknown-member',
    `${whole.zh}只能取其一:${a.zh}(${mine})或${b.zh}(${other}),不能同时给出`,
    `${whole.en} is one or the other: ${a.en.toLowerCase()} (${mine}) or ${b.en.toLowerCase()} (${other}), not both`,
  )
}

const error = (path: Path, code: string, zh: string, en: string): FieldError => ({ pointer: pointerOf(path), code, detail: { zh, en } })

const missing = (path: Path, label: Text): FieldError => error(path, 'missing-member', `缺少${label.zh}`, `${label.en} is missing`)

const notAnInstant = (path: Path, label: Text): FieldError =>
  error(
    path,
    'wrong-type',
    `${label.zh}须为带时区偏移的时间,例如 2026-12-01T09:00:00+08:00`,
    `${label.en} must be a time with an offset, such as 2026-12-01T09:00:00+08:00`,
  )

function notAmong(path: Path, label: Text, values: readonly unknown[]): FieldError {
  const list = values.length > 20 ? `${values.slice(0, 20).map(String).join(', ')} …` : values.map(String).join(', ')
  return error(path, 'unknown-code', `${label.zh}须为其中之一:${list}`, `${label.en} must be one of: ${list}`)
}

const KINDS: Readonly<Record<string, Text>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象', en: 'an object' },
}

function wrongType(path: Path, label: Text, expected: string): FieldError {
  const kind = KINDS[expected] ?? { zh: expected, en: expected }
  return error(path, 'wrong-type', `${label.zh}须为${kind.zh}`, `${label.en} must be ${kind.en}`)
}

function outOfRange(path: Path, label: Text, origin: string, { minimum, maximum }: Bounds): FieldError {
  const counted =
    origin === 'string'
      ? { zh: '个字', en: ' characters' }
      : origin === 'array' || origin === 'set'
        ? { zh: '项', en: ' entries' }
        : undefined
  const zhRange =
    minimum !== undefined && maximum !== undefined
      ? `在 ${minimum} 至 ${maximum} 之间`
      : minimum !== undefined
        ? `不少于 ${minimum}`
        : `不多于 ${maximum}`
  const enRange =
    minimum !== undefined && maximum !== undefined
      ? `from ${minimum} to ${maximum}`
      : minimum !== undefined
        ? `at least ${minimum}`
        : `at most ${maximum}`
  const zh = counted === undefined ? `${label.zh}须${zhRange}` : `${label.zh}须有${zhRange} ${counted.zh}`
  const en = counted === undefined ? `${label.en} must be ${enRange}` : `${label.en} must have ${enRange}${counted.en}`
  return {
    ...error(path, 'out-of-range', zh, en),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  }
}

/** Whether the path leads to nothing: zod says "wrong type" of what was never given. */
function isAbsent(path: Path, input: unknown): boolean {
  let value = input
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return true
    value = Object.getOwnPropertyDescriptor(value, part)?.value
  }
  return value === undefined
}
