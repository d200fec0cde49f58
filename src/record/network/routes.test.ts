import { describe, expect, test } from 'vitest'
import type { Modes } from '#model'
import { air } from '#modes/air'
import { park } from '#modes/park'
import { rail } from '#modes/rail'
import { road } from '#modes/road'
import { water } from '#modes/water'
import { CHONGQING, withCell } from '#record/network/testing'
import { compareNetworks } from './check.ts'
import { readFolder } from './folder/index.ts'
import { networkRoutes } from './routes.ts'
import { expandDepartures } from './schedule/index.ts'
import { networkState } from './state.ts'

const modes: Modes = [water, rail, road, air, park]
const read = readFolder(CHONGQING)
if (!read.ok) throw new Error('the data keeps the rules')
const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')
const minute = (text: string): number => Temporal.Instant.from(text).epochMilliseconds / 60_000
const state = networkState({
  reference: read.value,
  version: 1,
  checksum: 'c',
  departures: expandDepartures(read.value, Temporal.PlainDate.from('2026-12-01'), 20),
  from: minute('2026-12-01T01:00:00Z'),
  until: minute('2026-12-20T00:00:00Z'),
})
const routes = networkRoutes({
  network: { current: () => state, reload: () => Promise.resolve(), refreshCapacity: () => Promise.resolve() },
  modes,
})

/** Asks as the window does: the row's own schemas read the question and judge the answer. */
async function ask(
  operationId: (typeof routes)[number]['operationId'],
  query: Record<string, unknown> = {},
  params: Record<string, unknown> = {},
) {
  const row = routes.find((one) => one.operationId === operationId)!
  const given = {
    caller: { kind: 'anonymous' },
    language: 'en',
    requestId: 'r',
    now: NOW,
    params: row.params?.parse(params),
    query: row.query?.parse(query),
    body: undefined,
  } as const
  // oxlint-disable-next-line typescript/no-unsafe-argument -- rows of different shapes in one list; their own schemas have read the question.
  const answer = await row.handle(given as never)
  if (answer.ok) row.answer.parse(answer.value.body)
  return answer.ok
    ? { status: answer.value.status, body: JSON.parse(JSON.stringify(answer.value.body)), refusal: undefined }
    : { status: undefined, body: undefined, refusal: answer.error }
}

describe('places', () => {
  test('CONTRACT §3: the place as it is written there', async () => {
    const { body } = await ask('listPlaces', { q: '果园', limit: '3' })
    expect(body.items[0]).toEqual({
      id: 'cq-guoyuan-port',
      name: { zh: '果园港', en: 'Guoyuan Port' },
      placeTypeCode: 'port',
      UNLocationCode: 'CNCHQ',
      countryCode: 'CN',
      timeZone: 'Asia/Shanghai',
      geographicalCoordinates: { latitude: 29.606, longitude: 106.797 },
      modes: ['water', 'rail', 'road'],
      status: 'operational',
      confidence: 'public-source',
    })
    expect((await ask('getPlace', {}, { id: 'cq-guoyuan-port' })).body).toEqual(body.items[0])
  })

  test.each([{}, { q: '重庆' }, { q: 'port' }])('paging through %o meets every place once', async (query) => {
    const all = (await ask('listPlaces', { ...query, limit: '200' })).body
    const whole = [
      ...all.items,
      ...(all.nextCursor === undefined ? [] : (await ask('listPlaces', { ...query, limit: '200', cursor: all.nextCursor })).body.items),
    ].map(({ id }) => id)
    const seen: string[] = []
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const { body } = await ask('listPlaces', { ...query, limit: '7', ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      cursor = body.nextCursor
    }
    expect(seen).toEqual(whole)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(7)
  })

  test.each(['listPlaces', 'listServices', 'listDepartures'] as const)('%s takes no cursor but its own', async (list) => {
    const other = list === 'listPlaces' ? 'listServices' : 'listPlaces'
    const foreign = (await ask(other, { limit: '1' })).body.nextCursor
    for (const cursor of ['garbage', 'garbages', '', foreign, `${foreign}=`])
      expect((await ask(list, { cursor })).refusal).toMatchObject({
        code: 'invalid-request',
        errors: [{ pointer: '/cursor', code: 'wrong-type' }],
      })
  })

  test('what is not there is not found', async () => {
    expect((await ask('getPlace', {}, { id: 'cq-nowhere' })).refusal?.code).toBe('not-found')
    expect((await ask('getService', {}, { id: 'r-nowhere' })).refusal?.code).toBe('not-found')
  })
})

describe('services', () => {
  test('by mode and by way: the train to Duisburg, and its return is another way', async () => {
    const { body } = await ask('listServices', { mode: 'rail', from: 'cq-tuanjiecun-rail', to: 'de-duisburg' })
    expect(body.items.map(({ id }: { id: string }) => id)).toContain('r-yxo-duisburg-out')
    expect(body.items.map(({ id }: { id: string }) => id)).not.toContain('r-yxo-duisburg-in')
    expect(body.items.every(({ modeCode }: { modeCode: string }) => modeCode === '2')).toBe(true)
    expect(body.places['de-duisburg'].timeZone).toBe('Europe/Berlin')
  })

  test('one service whole', async () => {
    const { body } = await ask('getService', {}, { id: 'r-yxo-duisburg-out' })
    expect(body.stops).toHaveLength(6)
    expect(body.legs[0]).toEqual({ distanceKm: 4100, unitAmount: { minor: '880200', currency: 'CNY' } })
    expect(body).toMatchObject({
      calculationBasisCode: 'TEU',
      capacityTeu: 100,
      capacityKg: 1_200_000,
      cutOffMinutes: 2880,
      priceConfidence: 'estimate',
    })
    expect(body).not.toHaveProperty('confidence')
  })

  test('every service has an answer by its own mode', async () => {
    const { body } = await ask('listServices', { limit: '200' })
    const rest = (await ask('listServices', { limit: '200', cursor: body.nextCursor })).body
    expect(new Set([...body.items, ...rest.items].map(({ modeCode }: { modeCode: string }) => modeCode))).toEqual(
      new Set(['1', '2', '3', '4', '8']),
    )
  })

  test('an unknown place is named', async () => {
    const { refusal } = await ask('listServices', { from: 'cq-nowhere', to: 'de-duisburg' })
    expect(refusal).toMatchObject({ code: 'invalid-request', errors: [{ pointer: '/from', code: 'unknown-place' }] })
  })
})

describe('departures', () => {
  test('the leg of the worked example, member for member', async () => {
    const { body } = await ask('listDepartures', { serviceId: 'r-yxo-duisburg-out', after: '2026-12-03T00:00:00+08:00', limit: '1' })
    expect(body.items).toEqual([
      {
        modeCode: '2',
        serviceId: 'r-yxo-duisburg-out',
        departureId: 'r-yxo-duisburg-out.20261203T2000',
        distanceKm: 11_179,
        departureEvent: { occurrenceLocation: { placeId: 'cq-tuanjiecun-rail' }, scheduledOccurrenceDateTime: '2026-12-03T12:00:00Z' },
        cutOffDateTime: '2026-12-01T12:00:00Z',
        arrivalEvent: { occurrenceLocation: { placeId: 'de-duisburg' }, scheduledOccurrenceDateTime: '2026-12-17T22:00:00Z' },
        freeTeu: 100,
        freeKg: 1_200_000,
        emissionFactorId: 'rail-intl-mixed-cis',
      },
    ])
  })

  test('from and to a stop on the way: soonest first, each departure once over the pages', async () => {
    const seen: { departureId: string; departureEvent: { scheduledOccurrenceDateTime: string } }[] = []
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const { body } = await ask('listDepartures', {
        from: 'cn-alashankou',
        to: 'pl-malaszewicze',
        limit: '20',
        ...(cursor === undefined ? {} : { cursor }),
      })
      seen.push(...body.items)
      cursor = body.nextCursor
    }
    expect(seen.length).toBeGreaterThan(20)
    expect(new Set(seen.map(({ departureId }) => departureId)).size).toBe(seen.length)
    const times = seen.map(({ departureEvent }) => departureEvent.scheduledOccurrenceDateTime)
    expect(times).toEqual(times.toSorted())
    expect(times[0]! >= '2026-12-01T01:00:00Z').toBe(true)
  })

  test('lorries have no counter', async () => {
    const { body } = await ask('listDepartures', { serviceId: 'd-l-xiyong-tuan-out', limit: '1' })
    expect(body.items[0]).not.toHaveProperty('freeTeu')
    expect(body.items[0]).toMatchObject({ modeCode: '3', confidence: 'estimate' })
  })
})

test('a folder against the loaded network: what is added, removed, changed', async () => {
  const { body } = await ask('getNetwork')
  const renamed = readFolder(
    withCell(
      'nodes.csv',
      'cq-guoyuan-port',
      'name_en',
      'Guoyuan Harbour',
      withCell('services.csv', 'r-yxo-duisburg-out', 'cutoff_hours', '24'),
    ),
  )
  if (!renamed.ok) throw new Error('the change keeps the rules')
  expect(compareNetworks(read.value, 'c', body)).toMatchObject({
    same: true,
    places: { added: [], removed: [], changed: [] },
    services: { changed: [] },
  })
  expect(compareNetworks(renamed.value, 'd', body)).toEqual({
    networkVersion: 1,
    same: false,
    places: { added: [], removed: [], changed: ['cq-guoyuan-port'] },
    services: { added: [], removed: [], changed: ['r-yxo-duisburg-out'] },
  })
  const fewer = { ...read.value, places: new Map([...read.value.places].filter(([id]) => id !== 'cq-guoyuan-port')) }
  expect(compareNetworks(fewer, 'd', body).places.removed).toEqual(['cq-guoyuan-port'])
})
