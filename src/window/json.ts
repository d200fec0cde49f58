// A stricter reader of JSON than JSON.parse: a member named twice, or nesting without end, is refused and named.
import { ok, refuse, type Result, type Text } from '#kernel'

export interface JsonFault {
  readonly detail: Text
  readonly pointer?: string
}

const MAXIMUM_DEPTH = 32
/** Members that reach an object's prototype when copied; no document of ours has them. */
const FORBIDDEN: readonly string[] = ['__proto__', 'constructor', 'prototype']
const decoder = new TextDecoder('utf-8', { fatal: true })

export function readJson(bytes: Uint8Array): Result<unknown, JsonFault> {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    return refuse({ detail: { zh: '正文不是有效的 UTF-8 文本', en: 'The body is not valid UTF-8' } })
  }
  if (text.trim() === '')
    return refuse({ detail: { zh: '正文为空,应为一个 JSON 文档', en: 'The body is empty; one JSON document is expected' } })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse(syntaxFault(text, error instanceof Error ? error.message : ''))
  }
  const fault = findFault(text)
  return fault === undefined ? ok(value) : refuse(fault)
}

/** Node names the place of the fault for some faults only; the text around it is never repeated. */
function syntaxFault(text: string, message: string): JsonFault {
  const position = /position (\d+)/.exec(message)?.[1]
  if (position === undefined) return { detail: { zh: 'JSON 语法有误', en: 'This is not valid JSON' } }
  const before = text.slice(0, Number(position))
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  return { detail: { zh: `JSON 语法有误:第 ${line} 行第 ${column} 列`, en: `This is not valid JSON: line ${line}, column ${column}` } }
}

interface Level {
  /** Names met so far; absent in an array. */
  readonly names?: Set<string>
  at: string | number
}

/** Walks a text that JSON.parse has accepted, so only strings and brackets need to be told apart. */
function findFault(text: string): JsonFault | undefined {
  const levels: Level[] = []
  let expectsName = false
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i)
    if (character === '"') {
      const end = endOfString(text, i)
      const level = levels.at(-1)
      if (expectsName && level?.names !== undefined) {
        const name = String(JSON.parse(text.slice(i, end)))
        level.at = name
        if (level.names.has(name)) return nameFault(levels, { zh: `成员 ${name} 出现了两次`, en: `The member ${name} occurs twice` })
        if (FORBIDDEN.includes(name))
          return nameFault(levels, { zh: `成员名 ${name} 不可用`, en: `The member name ${name} is not allowed` })
        level.names.add(name)
        expectsName = false
      }
      i = end - 1
    } else if (character === '{' || character === '[') {
      if (levels.length === MAXIMUM_DEPTH)
        return nameFault(levels, { zh: `嵌套超过 ${MAXIMUM_DEPTH} 层`, en: `Nested deeper than ${MAXIMUM_DEPTH} levels` })
      levels.push(character === '{' ? { names: new Set(), at: '' } : { at: 0 })
      expectsName = character === '{'
    } else if (character === '}' || character === ']') {
      levels.pop()
      expectsName = false
    } else if (character === ',') {
      const level = levels.at(-1)
      if (typeof level?.at === 'number') level.at++
      expectsName = level?.names !== undefined
    }
  }
  return undefined
}

/** The index after the closing quote. */
function endOfString(text: string, start: number): number {
  let i = start + 1
  while (text.charAt(i) !== '"') i += text.charAt(i) === '\\' ? 2 : 1
  return i + 1
}

const nameFault = (levels: readonly Level[], detail: Text): JsonFault => ({ detail, pointer: pointerOf(levels.map((level) => level.at)) })

/** JSON Pointer (RFC 6901). */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
