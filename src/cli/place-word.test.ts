// A place may be written as people know it: by id, name, UN/LOCODE or IATA code, if only one is called exactly so.
import { expect, test } from 'vitest'
import type { Api } from '#window'
import { choose } from './place-word.ts'

/** As the window spells it. */
type Listed = Api['GET /v1/places']['answer']['items'][number]

const listed = (id: string, zh: string, codes: Pick<Listed, 'UNLocationCode' | 'iataCode'>): Listed => ({
  id,
  name: { zh, en: `${id} by name` },
  placeTypeCode: 'airport',
  countryCode: 'CN',
  timeZone: 'Asia/Shanghai',
  geographicalCoordinates: { latitude: 29.7, longitude: 106.6 },
  modes: ['air'],
  status: 'operational',
  confidence: 'estimate',
  ...codes,
})
const FOUND = [
  listed('cq-ckg-airport', '江北机场', { UNLocationCode: 'CNCKG', iataCode: 'CKG' }),
  listed('cq-ckg-cold-store', '江北冷库', {}),
]

test.each(['cq-ckg-airport', '江北机场', 'CQ-CKG-airport by name', 'cnckg', 'CKG', ' ckg '])('“%s” is the airport', (word) => {
  expect(choose(word, FOUND)?.id).toBe('cq-ckg-airport')
})

test('half a name is nobody’s, unless only one has it', () => {
  expect(choose('江北', FOUND)).toBeUndefined()
  expect(choose('江北', FOUND.slice(1))?.id).toBe('cq-ckg-cold-store')
})
