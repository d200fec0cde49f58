// JSON files with the line of every object in them, so that a fault can say where; doubled members are faults.
import type { Faults } from './faults.ts'

export interface JsonFile {
  readonly file: string
  readonly value: unknown
  /** Line of the object or list at a path of members and indexes, joined by "/". */
  readonly lines: ReadonlyMap<string, number>
}

export function readJson(file: string, text: string | undefined, faults: Faults): JsonFile | undefined {
  if (text === undefined) {
    faults.fault({ file, line: 1 }, 'missing-file', '缺少文件', 'the file is missing')
    return undefined
  }
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    const value: unknown = JSON.parse(plain)
    return { file, value, lines: linesOf(file, plain, faults) }
  } catch {
    faults.fault({ file, line: plain.slice(0, brokenAt(plain)).split('\n').length }, 'not-json', '不是合法的 JSON', 'not well-formed JSON')
    return undefined
  }
}

/** Length of the longest beginning that could still become JSON: the engine's message does not always say where it stopped. */
function brokenAt(text: string): number {
  let [good, bad] = [0, text.length]
  while (good + 1 < bad) {
    const middle = (good + bad) >> 1
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start)
    return true
  } catch (error) {
    const message = String(error)
    return /Unexpected end|Unterminated/.test(message) || message.includes(`at position ${start.length}`)
  }
}

interface Level {
  readonly path: string
  readonly list: boolean
  index: number
  member: string
  readonly members: Set<string>
}
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:\n]/g

/** Walks the tokens of a text that JSON.parse has accepted. */
function linesOf(file: string, text: string, faults: Faults): Map<string, number> {
  const lines = new Map<string, number>([['', 1]])
  const levels: Level[] = []
  let line = 1
  let lastString = ''
  const pathHere = (): string => {
    const top = levels.at(-1)
    return top === undefined ? '' : `${top.path}${top.path === '' ? '' : '/'}${top.list ? top.index : top.member}`
  }
  for (const [token] of text.matchAll(TOKEN)) {
    const top = levels.at(-1)
    switch (token) {
      case '\n':
        line += 1
        break
      case '{':
      case '[': {
        const path = pathHere()
        lines.set(path, line)
        levels.push({ path, list: token === '[', index: 0, member: '', members: new Set() })
        break
      }
      case '}':
      case ']':
        levels.pop()
        break
      case ',':
        if (top?.list === true) top.index += 1
        break
      case ':':
        if (top === undefined) break
        if (top.members.has(lastString))
          faults.fault({ file, line, column: lastString }, 'duplicate-member', '成员重复', 'the member stands twice')
        top.members.add(lastString)
        top.member = lastString
        break
      default:
        lastString = token.slice(1, -1)
    }
  }
  return lines
}
