// What never reaches the log, however deep it stands in a line.
import { expect, test } from 'vitest'
import { windowLog, withoutToken } from './log.ts'

const written = (line: object): string => {
  const lines: string[] = []
  windowLog('info', { write: (text) => void lines.push(text) }).error(line, 'fault')
  return lines.join('')
}

test("a database's error is logged without the row that it quotes", () => {
  const fault = Object.assign(new Error('violates check constraint'), {
    code: '23514',
    detail: 'Failing row contains (laptops, 5100000000).',
  })
  const text = written({ requestId: 'r', err: fault })
  expect(text).toContain('violates check constraint')
  expect(text).toContain('23514')
  expect(text).not.toContain('laptops')
})

test.each(['authorization', 'cookie', 'set-cookie', 'idempotency-key', 'password', 'body', 'databaseUrl'])('%s is blotted out', (name) => {
  for (const line of [{ [name]: 'hush' }, { headers: { [name]: 'hush' } }, { request: { headers: { [name]: 'hush' } } }]) {
    expect(written(line)).toContain('[redacted]')
    expect(written(line)).not.toContain('hush')
  }
})

test.each(['/setup/hush', '/v1/setup/hush', '/v1/setup/hush/', '/v1//setup/hush/more', '/Setup/hush'])(
  'the token in %s is left out',
  (path) => {
    expect(withoutToken(path)).toMatch(/\/setup\/\[redacted\]$/)
    expect(withoutToken(path)).not.toContain('hush')
  },
)

test('other paths are logged as they are', () => {
  expect(withoutToken('/v1/places/cq-guoyuan-port')).toBe('/v1/places/cq-guoyuan-port')
})
