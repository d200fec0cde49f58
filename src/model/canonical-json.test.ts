import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, sha256Hex } from './canonical-json.ts'

const vectors = '/work/shared/conformance/jcs'

test.skipIf(!existsSync(vectors))("RFC 8785's own vectors, byte for byte", () => {
  const names = readdirSync(join(vectors, 'input'))
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) {
    const input: unknown = JSON.parse(readFileSync(join(vectors, 'input', name), 'utf8'))
    expect({ name, text: canonicalJson(input) }).toEqual({ name, text: readFileSync(join(vectors, 'output', name), 'utf8') })
  }
})

describe('canonical form', () => {
  test('the order in which members were written does not matter; absent ones are not there', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, 2], c: undefined } })).toBe('{"a":{"d":[1,2]},"b":1}')
  })

  test('it says the same value, in a spelling of its own', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { a: 1n }, [undefined]])('%s is not JSON', (value) => {
    expect(() => canonicalJson(value)).toThrow(/JSON|serialize/)
  })

  test('a checksum is the plain SHA-256 of the text', async () => {
    expect(await sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
