import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uuidOf, uuidV7, wireId } from './id.ts'

describe('ids', () => {
  test('a UUIDv7 has its version and variant bits and sorts by time', () => {
    const early = uuidV7(1_700_000_000_000, new Uint8Array(10).fill(255))
    const late = uuidV7(1_700_000_000_001, new Uint8Array(10))
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(early < late).toBe(true)
    expect(wireId('qte', early) < wireId('qte', late)).toBe(true)
  })

  test('wire and uuid are inverse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), fc.integer({ min: 0, max: 2 ** 47 }), (random, time) => {
        const uuid = uuidV7(time, random)
        const wire = wireId('csg', uuid)
        expect(wire).toHaveLength(30)
        expect(uuidOf('csg', wire)).toEqual({ ok: true, value: uuid })
      }),
    )
  })

  test.each([
    '',
    'qte_',
    'csg_01m8mz2cmeex5twxrhwnbp7qbe',
    'qte_01m8mz2cmeex5twxrhwnbp7qb',
    'qte_01m8mz2cmeex5twxrhwnbp7qbu',
    'qte_z1m8mz2cmeex5twxrhwnbp7qbe',
    'QTE_01m8mz2cmeex5twxrhwnbp7qbe',
  ])('"%s" is no quote id', (wire) => expect(uuidOf('qte', wire)).toEqual({ ok: false, error: 'not-an-id' }))
})
