// Settings: standard values, and one sentence for each that cannot be.
import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

test('nothing set is the standard; so is what is set to nothing', () => {
  const read = readSettings({ PORT: '', DATABASE_URL: '' })
  expect(read).toMatchObject({
    ok: true,
    value: { port: 8080, host: '127.0.0.1', databaseUrl: undefined, dataFolder: '.yidan', clock: undefined, trustProxy: false },
  })
})

test('what is set is read', () => {
  const read = readSettings({
    PORT: '0',
    YIDAN_CLOCK: '2026-12-01T09:00:00+08:00',
    YIDAN_ORIGIN: 'https://yidan.example',
    YIDAN_TRUST_PROXY: 'yes',
  })
  expect(read).toMatchObject({ ok: true, value: { port: 0, origin: 'https://yidan.example', trustProxy: true } })
  expect(read.ok && read.value.clock?.toString()).toBe('2026-12-01T01:00:00Z')
})

test.each([
  ['PORT', '80801'],
  ['PORT', '-1'],
  ['PORT', 'http'],
  ['PORT', '80.5'],
  ['DATABASE_URL', 'mysql://root:geheim@host'],
  ['YIDAN_ORIGIN', 'yidan.example'],
  ['YIDAN_ORIGIN', 'https://yidan.example/'],
  ['YIDAN_CLOCK', '2026-12-01T09:00'],
  ['YIDAN_LOG_LEVEL', 'loud'],
  ['YIDAN_REQUESTS_AT_ONCE', '0'],
  ['YIDAN_TRUST_PROXY', 'true'],
])('%s=%s is one sentence in each language that names it and keeps its secret', (name, value) => {
  const read = readSettings({ [name]: value })
  expect(read).toEqual({
    ok: false,
    error: [
      {
        zh: expect.stringMatching(new RegExp(`^设置 ${name} 须.*。$`)),
        en: expect.stringMatching(new RegExp(`^The setting ${name} must .*\\.$`)),
      },
    ],
  })
  expect(JSON.stringify(read)).not.toContain('geheim')
})

test('all that is wrong is said at once', () => {
  const read = readSettings({ PORT: 'x', YIDAN_CLOCK: 'x' })
  expect(read.ok ? [] : read.error.map(({ en }) => en.split(' ')[2])).toEqual(['PORT', 'YIDAN_CLOCK'])
})
