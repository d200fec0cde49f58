// What the strict reader refuses beyond JSON.parse, and that it accepts everything else alike.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJson } from './json.ts'

const read = (text: string) => readJson(new TextEncoder().encode(text))
const fault = (text: string) => {
  const answer = read(text)
  return answer.ok ? 'accepted' : `${answer.error.pointer ?? ''} ${answer.error.detail.en}`
}

test.each([
  ['', ' The body is empty; one JSON document is expected'],
  ['  \n', ' The body is empty; one JSON document is expected'],
  ['{"a":1,"a":2}', '/a The member a occurs twice'],
  ['{"a":1,"\\u0061":2}', '/a The member a occurs twice'],
  ['[{"b":{"c":0}},{"b":{"c":0,"d":1,"c":1}}]', '/1/b/c The member c occurs twice'],
  ['{"a":[1,2,{"x":"}","x":1}]}', '/a/2/x The member x occurs twice'],
  ['{"__proto__":{"admin":true}}', '/__proto__ The member name __proto__ is not allowed'],
  ['{"a":{"constructor":1}}', '/a/constructor The member name constructor is not allowed'],
  ['{"a/b~":1,"a/b~":2}', '/a~1b~0 The member a/b~ occurs twice'],
])('%s is refused', (text, expected) => {
  expect(fault(text)).toBe(expected)
})

test.each(['{', '{"a":}', '{"a":1}}', "{'a':1}", '{"a":1,}', 'NaN', '[01]', '\u0000'])('%j is not JSON', (text) => {
  expect(fault(text)).toMatch(/not valid JSON/)
})

test('nesting without end is refused', () => {
  expect(fault('['.repeat(33) + ']'.repeat(33))).toMatch(/Nested deeper than 32/)
  expect(fault('['.repeat(32) + ']'.repeat(32))).toBe('accepted')
})

test('bytes that are not UTF-8 are refused', () => {
  expect(readJson(Uint8Array.from([0x22, 0xff, 0x22])).ok).toBe(false)
})

test('every document without a doubled member is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      fc.pre(!/__proto__|constructor|prototype/.test(text))
      expect(read(text)).toEqual({ ok: true, value: JSON.parse(text) })
    }),
  )
})
