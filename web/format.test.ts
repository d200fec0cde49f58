import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysText, emissionText, localText, majorText, minorText, moneyText, percentText } from './format.ts'

test('minor units become major text and come back, at any size and sign', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), fc.constantFrom('CNY', 'JPY', 'EUR'), (minor, currency) => {
      expect(minorText(majorText({ minor: String(minor), currency }), currency)).toBe(String(minor))
    }),
  )
  expect(majorText({ minor: '-5', currency: 'CNY' })).toBe('-0.05')
  expect(majorText({ minor: '9007199254740993', currency: 'CNY' })).toBe('90071992547409.93')
})

test.each(['', 'x', '1.234', '-1', '1.5.2'])('%s is no amount of CNY', (text) => expect(minorText(text, 'CNY')).toBeUndefined())
test('JPY has no cents', () => expect(minorText('1.5', 'JPY')).toBeUndefined())

test('money, mass, share and days read as people write them', () => {
  expect(moneyText({ minor: '51992500', currency: 'CNY' }, 'zh-CN', false)).toBe('¥519,925')
  expect(moneyText({ minor: '21500', currency: 'SGD' }, 'en')).toBe('SGD\u00a0215.00')
  expect(emissionText(19_263_460, 'en')).toBe('19.26 t')
  expect(emissionText(59_160, 'en')).toBe('59 kg')
  expect(percentText(0.906, 'en')).toBe('91%')
  expect(percentText(0.997, 'en')).toBe('99.7%')
  expect(daysText(24_660, 'en')).toBe('17.1')
})

test('a time names the clock of its place, summer time included', () => {
  expect(localText('2026-12-03T12:00:00Z', 'Asia/Shanghai')).toBe('12-03 20:00 (UTC+8)')
  expect(localText('2026-07-01T12:00:00Z', 'Europe/Berlin')).toBe('07-01 14:00 (UTC+2)')
  expect(localText('2026-07-01T12:00:00Z', 'Asia/Kathmandu')).toBe('07-01 17:45 (UTC+5:45)')
})
