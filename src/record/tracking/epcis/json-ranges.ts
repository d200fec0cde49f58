// Where the members of a list stand in a document's text, so that each is kept as it was received: order, digits and blanks untouched.

/** A part of a text: from its first character to before `end`. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

const BLANK = /\s/

/**
 * The ranges of the members of the list at `path` ("epcisBody", "eventList"). The text must be JSON that JSON.parse accepts; nothing where
 * the path leads elsewhere. A name that occurs twice counts with its last value, as JSON.parse reads it.
 */
export function listRanges(text: string, path: readonly string[]): readonly TextRange[] {
  let at = afterBlanks(text, 0)
  for (const name of path) {
    const found = memberAt(text, at, name)
    if (found === undefined) return []
    at = found
  }
  return text.charAt(at) === '[' ? membersOf(text, at) : []
}

function membersOf(text: string, open: number): TextRange[] {
  const ranges: TextRange[] = []
  let at = afterBlanks(text, open + 1)
  while (at < text.length && text.charAt(at) !== ']') {
    const end = endOfValue(text, at)
    ranges.push({ start: at, end })
    at = afterBlanks(text, end)
    if (text.charAt(at) === ',') at = afterBlanks(text, at + 1)
  }
  return ranges
}

function memberAt(text: string, open: number, wanted: string): number | undefined {
  if (text.charAt(open) !== '{') return undefined
  let found: number | undefined
  let at = afterBlanks(text, open + 1)
  while (at < text.length && text.charAt(at) !== '}') {
    const end = endOfString(text, at)
    const name: unknown = JSON.parse(text.slice(at, end))
    const value = afterBlanks(text, afterBlanks(text, end) + 1)
    if (name === wanted) found = value
    at = afterBlanks(text, endOfValue(text, value))
    if (text.charAt(at) === ',') at = afterBlanks(text, at + 1)
  }
  return found
}

function endOfValue(text: string, start: number): number {
  const first = text.charAt(start)
  if (first === '"') return endOfString(text, start)
  if (first !== '{' && first !== '[') {
    let end = start
    while (end < text.length && !/[\s,\]}]/.test(text.charAt(end))) end++
    return end
  }
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') at = endOfString(text, at) - 1
    else if (character === '{' || character === '[') depth++
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1
  }
  return text.length
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text.charAt(at) === '\\') at++
    else if (text.charAt(at) === '"') return at + 1
  }
  return text.length
}

function afterBlanks(text: string, start: number): number {
  let at = start
  while (at < text.length && BLANK.test(text.charAt(at))) at++
  return at
}
