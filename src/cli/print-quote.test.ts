// Reasons in a terminal: a change is named with its value, and a member to be left out is not called "undefined".
import { expect, test } from 'vitest'
import type { Quote } from '#model'
import { printQuote } from './print-quote.ts'

const quote = (relaxation: { readonly pointer: string; readonly value?: unknown }): Quote => ({
  id: 'qte_01m8mz2cmeex5twxrhwnbp7qbe',
  networkVersion: 1,
  createdDateTime: '2026-12-01T01:00:00Z',
  expiresDateTime: '2026-12-02T01:00:00Z',
  currency: 'CNY',
  itineraries: [],
  exchangeRates: [],
  excluded: [{ code: 'place-avoided', ruleId: 'entrustment.avoidPlaceIds', detail: 'Avoided', relaxation }],
  places: {},
})
const view = { language: 'en', details: false, ready: '2026-12-01T01:00:00Z' } as const

test.each([
  [{ pointer: '/maximumLegs', value: 6 }, 'it would with /maximumLegs = 6'],
  [{ pointer: '/avoidPlaceIds' }, 'it would without /avoidPlaceIds'],
])('%j', (relaxation, words) => {
  expect(printQuote(quote(relaxation), view)).toContain(`place-avoided    Avoided; ${words}`)
})
