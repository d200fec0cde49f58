import { expect, test } from 'vitest'
import { loadOf } from '#model'
import { cityNetwork, entrusted, quoted } from '../testing/chongqing.ts'
import { claimsOf, closedLeg, type DepartureRow, legsOf } from './claims.ts'

const { reference } = cityNetwork()
const asked = entrusted()
const [chain] = quoted(asked).itineraries
if (chain === undefined) throw new Error('there is a chain')
const load = loadOf(asked, reference.unitTypes)
const at = (text: string | undefined): Temporal.Instant => Temporal.Instant.from(text ?? '')
const closes = (now: Temporal.Instant, withdrawn: readonly string[] = [], itinerary = chain) =>
  closedLeg(itinerary, { withdrawn: new Set(withdrawn), places: reference.places, now })
const train = legsOf(chain).find(({ modeCode }) => modeCode === '2')

/** The run as the timetable has it, one stop before the boarding and one after the alighting. */
const run = (change: Partial<DepartureRow> = {}): DepartureRow => {
  const { departureEvent: from, arrivalEvent: to } = train ?? { departureEvent: {}, arrivalEvent: {} }
  const [start, end] = [at(from.scheduledOccurrenceDateTime), at(to.scheduledOccurrenceDateTime)]
  return {
    id: train?.departureId ?? '',
    state: 'scheduled',
    place_ids: ['before', from.occurrenceLocation?.placeId ?? '', 'between', to.occurrenceLocation?.placeId ?? '', 'behind'],
    departs: [start.subtract({ hours: 5 }), start, start.add({ hours: 2 }), end.add({ hours: 1 }), end.add({ hours: 9 })],
    arrives: [start.subtract({ hours: 5 }), start.subtract({ hours: 1 }), start.add({ hours: 1 }), end, end.add({ hours: 9 })],
    ...change,
  }
}

test('the legs of the run that are ridden are claimed, in hundredths of a TEU and in kilograms', () => {
  const claims = claimsOf(chain, load, [run()])
  expect(claims.ok && claims.value.map(({ legNumber, resource, quantity }) => [legNumber, resource, quantity])).toEqual([
    [1, 'TEU_CENTI', 2000n],
    [1, 'KG', 85_000n],
    [2, 'TEU_CENTI', 2000n],
    [2, 'KG', 85_000n],
  ])
})

test.each([
  ['is not there', []],
  ['leaves a minute later', [run({ departs: run().departs.map((time) => time.add({ minutes: 1 })) })]],
  ['arrives elsewhere', [run({ place_ids: ['before', run().place_ids[1] ?? '', 'between', 'elsewhere', 'behind'] })]],
])('a departure that %s cannot be sold by this plan', (_, departures) => {
  expect(claimsOf(chain, load, departures)).toMatchObject({ ok: false, error: { departureId: train?.departureId } })
})

test('a train closes at its cut-off, not a second before', () => {
  const only = { ...chain, elements: chain.elements.filter((element) => element === train) }
  expect(closes(at(train?.cutOffDateTime).subtract({ seconds: 1 }), [], only)).toBeUndefined()
  expect(closes(at(train?.cutOffDateTime), [], only)).toMatchObject({ departureId: train?.departureId })
})

test('a withdrawn departure is closed at any time', () => {
  expect(closes(Temporal.Instant.from('2026-11-01T00:00:00Z'), [train?.departureId ?? ''])).toMatchObject({
    departureId: train?.departureId,
  })
})

test('a lorry on demand with nothing behind it is closed once it would have arrived', () => {
  const event = (time: string) => ({ occurrenceLocation: { placeId: 'cq-xiyong-cbz' }, scheduledOccurrenceDateTime: time })
  const lorry = { ...legsOf(chain)[0]!, departureEvent: event('2026-12-01T01:00:00Z'), arrivalEvent: event('2026-12-01T05:00:00Z') }
  const { serviceId: _s, departureId: _d, cutOffDateTime: _c, ...onDemand } = lorry
  const only = { ...chain, elements: [onDemand] }
  expect(closes(Temporal.Instant.from('2026-12-01T04:59:59Z'), [], only)).toBeUndefined()
  expect(closes(Temporal.Instant.from('2026-12-01T05:00:00Z'), [], only)).toEqual({ sequenceNumber: 1 })
})
