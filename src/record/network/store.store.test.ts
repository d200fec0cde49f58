import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AnyTx, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { CHONGQING, type Files, onlyServices, withCell, withText } from '#record/network/testing'
import { readFolder } from './folder/index.ts'
import { networkJobs } from './jobs.ts'
import { expandDepartures, rollingDays } from './schedule/index.ts'
import { networkState } from './state.ts'
import { extendDepartures, importNetwork, loadState, openNetwork } from './store.ts'

const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')
const TRAIN = 'r-yxo-duisburg-out'
/** The train both ways and its lorry: enough for every rule but the first test's. */
const SMALL = onlyServices([TRAIN, 'r-yxo-duisburg-in', 'd-l-xiyong-tuan-out'])
const THURSDAY = `${TRAIN}.20261203T2000`

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const ask = async <Row>(work: (tx: AnyTx) => Promise<{ rows: Row[] }>): Promise<Row[]> =>
  (await withCaller(database.db, { kind: 'system', name: 'test' }, work)).rows
const count = async (table: string, condition = 'true'): Promise<number> =>
  Number(
    (
      await ask<{ n: bigint }>((tx) =>
        sql<{ n: bigint }>`SELECT count(*) AS n FROM ${sql.table(`network.${table}`)} WHERE ${sql.raw(condition)}`.execute(tx),
      )
    )[0]?.n,
  )
const imported = async (files: Files, now = NOW) => {
  const result = await importNetwork(database.db, files, now)
  if (!result.ok) throw new Error(JSON.stringify(result.error.slice(0, 3)))
  return result.value
}
const take = (id: string, kilograms: number, leg = 0) =>
  ask((tx) =>
    sql`UPDATE network.departure_capacity SET taken = taken + ${kilograms} WHERE departure_id = ${id} AND leg_number = ${leg} AND resource = 'KG'`.execute(
      tx,
    ),
  )
const counter = async (id: string) =>
  (
    await ask<{ capacity: bigint; taken: bigint }>((tx) =>
      sql<{
        capacity: bigint
        taken: bigint
      }>`SELECT capacity, taken FROM network.departure_capacity WHERE departure_id = ${id} AND leg_number = 0 AND resource = 'KG'`.execute(
        tx,
      ),
    )
  )[0]
const departure = async (id: string) =>
  (
    await ask((tx) =>
      sql<{
        state: string
        network_version: number
        last_arrives: Temporal.Instant
      }>`SELECT state, network_version, last_arrives FROM network.departure WHERE id = ${id}`.execute(tx),
    )
  )[0]
const shorterTrain = (files: Files = SMALL): Files => {
  const cells = withCell(
    'services.csv',
    TRAIN,
    'stops',
    (text) => text.replace('@346/', '@345.9/'),
    withCell('services.csv', TRAIN, 'leg_hours', (text) => text.replace(/60$/, '59.9'), files),
  )
  return withText(
    'service-stops.csv',
    (text) =>
      text
        .replace(`${TRAIN},5,pl-malaszewicze,262,286,1365,60,`, `${TRAIN},5,pl-malaszewicze,262,286,1365,59.9,`)
        .replace(`${TRAIN},6,de-duisburg,346,`, `${TRAIN},6,de-duisburg,345.9,`),
    cells,
  )
}

describe('import', () => {
  test('what is loaded back is what was read, the same folder again changes nothing', async () => {
    const first = await imported(CHONGQING)
    expect(first).toMatchObject({ version: 1, isNew: true, places: 307, services: 489, departuresWithdrawn: 0 })
    expect(first.departuresAdded).toBeGreaterThan(48_000)
    const loaded = await loadState(database.db, NOW)
    const read = readFolder(CHONGQING)
    if (!read.ok || loaded === undefined) throw new Error('the folder is good and loaded')
    expect(loaded.reference).toEqual(read.value)
    const { fromDate, days } = rollingDays(NOW)
    const now = NOW.epochMilliseconds / 60_000
    const running = expandDepartures(read.value, fromDate, days).filter(({ arrives }) => arrives.at(-1)! > now)
    const direct = networkState({ ...loaded, reference: read.value, departures: running })
    expect([...loaded.departureIds].toSorted()).toEqual([...direct.departureIds].toSorted())
    expect(loaded.timetable).toEqual(direct.timetable)
    expect(loaded.freeKg).toEqual(direct.freeKg)
    const again = await imported(CHONGQING)
    expect(again).toMatchObject({ version: 1, isNew: false, departuresAdded: 0, departuresWithdrawn: 0 })
    expect(await count('network_version')).toBe(1)
    expect(await count('place')).toBe(307)
    expect(await count('service_stop')).toBe(1325)
  })

  test('a changed price makes version 2; departures and what is taken stay', async () => {
    await imported(SMALL)
    await take(THURSDAY, 85_000)
    const departures = await count('departure')
    const second = await imported(withCell('nodes.csv', 'cq-guoyuan-port', 'handling_cost_teu', '400', SMALL))
    expect(second).toMatchObject({ version: 2, isNew: true, departuresAdded: 0, departuresWithdrawn: 0 })
    expect(await count('place')).toBe(614)
    expect(await count('departure')).toBe(departures)
    expect(await counter(THURSDAY)).toEqual({ capacity: 1_200_000n, taken: 85_000n })
    const state = await loadState(database.db, NOW)
    expect(state?.version).toBe(2)
    const slot = state!.timetable.tripTimeStart[state!.departureIds.indexOf(THURSDAY)]!
    expect(state!.freeKg.slice(slot, slot + 2)).toEqual(Int32Array.of(1_115_000, 1_200_000))
    const changes = await ask((tx) =>
      sql<{ code: string; resource_id: string }>`SELECT code, resource_id FROM postgres.change ORDER BY position`.execute(tx),
    )
    expect(changes).toEqual([
      { code: 'network-version-loaded', resource_id: '1' },
      { code: 'network-version-loaded', resource_id: '2' },
    ])
  })

  test('a folder with a fault writes nothing, and says every fault', async () => {
    await imported(SMALL)
    const before = [await count('network_version'), await count('place'), await count('departure')]
    const broken = withCell(
      'drayage-links.csv',
      'dray-0001',
      'node_a',
      'ae-nowhere',
      withCell('nodes.csv', 'cq-guoyuan-port', 'handling_cost_teu', '-400'),
    )
    const refused = await importNetwork(database.db, broken, NOW)
    expect(refused.ok ? [] : refused.error.map(({ file, column, rule }) => `${file} ${column} ${rule}`)).toEqual([
      'drayage-links.csv node_a unknown-place',
      'nodes.csv handling_cost_teu negative',
    ])
    expect([await count('network_version'), await count('place'), await count('departure')]).toEqual(before)
  })

  test('an import that fails half-way writes nothing', async () => {
    // Beyond the year 9999 the departures' dates are refused, after the definitions have been written.
    await expect(importNetwork(database.db, SMALL, NOW.add({ hours: 24 * 365 * 8000 }))).rejects.toThrow(/date|time|departure/)
    expect([await count('network_version'), await count('place'), await count('departure')]).toEqual([0, 0, 0])
  })
})

describe('departures outlive versions', () => {
  test('a service that runs no longer on Thursdays: future Thursdays are withdrawn, what is taken stays; then they come back', async () => {
    await imported(SMALL)
    await take(THURSDAY, 1000)
    const fewer = withCell('services.csv', TRAIN, 'weekdays', '123567', withCell('services.csv', TRAIN, 'departures_per_week', '6', SMALL))
    const second = await imported(fewer)
    expect(second.departuresWithdrawn).toBe(13)
    expect(await departure(THURSDAY)).toMatchObject({ state: 'withdrawn', network_version: 2 })
    expect(await counter(THURSDAY)).toMatchObject({ taken: 1000n })
    expect((await loadState(database.db, NOW))?.departureIds).not.toContain(THURSDAY)
    // The train of 26 November is on its way: nobody can withdraw it.
    expect(await departure(`${TRAIN}.20261126T2000`)).toMatchObject({ state: 'scheduled' })
    expect(await imported(SMALL)).toMatchObject({ version: 3, departuresAdded: 0, departuresWithdrawn: 0 })
    expect(await departure(THURSDAY)).toMatchObject({ state: 'scheduled' })
    expect(await counter(THURSDAY)).toMatchObject({ taken: 1000n })
    expect((await loadState(database.db, NOW))?.departureIds).toContain(THURSDAY)
  })

  test('a smaller train: counters shrink, but never below what is taken', async () => {
    await imported(SMALL)
    await take(THURSDAY, 1_150_000)
    await imported(withCell('services.csv', TRAIN, 'capacity_tonnes', '1100', SMALL))
    expect(await counter(THURSDAY)).toEqual({ capacity: 1_150_000n, taken: 1_150_000n })
    expect(await counter(`${TRAIN}.20261204T2000`)).toEqual({ capacity: 1_100_000n, taken: 0n })
  })

  test('other times under the same id: taken from where nothing is sold, kept and no longer offered where something is', async () => {
    await imported(SMALL)
    await take(THURSDAY, 1000)
    const friday = `${TRAIN}.20261204T2000`
    const [kept, changed] = [await departure(THURSDAY), await departure(friday)]
    await imported(shorterTrain())
    expect((await departure(THURSDAY))?.last_arrives).toEqual(kept?.last_arrives)
    expect((await departure(friday))?.last_arrives).toEqual(changed?.last_arrives.subtract({ minutes: 6 }))
    expect(await counter(friday)).toEqual({ capacity: 1_200_000n, taken: 0n })
    const state = await loadState(database.db, NOW)
    expect(state?.departureIds).toContain(friday)
    expect(state?.departureIds).not.toContain(THURSDAY)
  })

  test('the daily job adds the day that comes into reach, once, and the holder sees it', async () => {
    await imported(SMALL)
    const holder = await openNetwork(database.db, NOW)
    const before = holder.current()
    const tomorrow = NOW.add({ hours: 24 })
    const [job] = networkJobs(holder)
    await job?.handle({ database: database.db, now: tomorrow, data: undefined })
    const after = holder.current()
    expect(before.departureIds).not.toContain(`${TRAIN}.20270302T2000`)
    expect(after.departureIds).toContain(`${TRAIN}.20270302T2000`)
    expect(after.until - before.until).toBe(1440)
    expect(await counter(`${TRAIN}.20270302T2000`)).toEqual({ capacity: 1_200_000n, taken: 0n })
    expect(await extendDepartures(database.db, tomorrow)).toBe(0)
  })

  test('a withdrawn departure does not come back with the daily job', async () => {
    await imported(SMALL)
    await ask((tx) => sql`UPDATE network.departure SET state = 'withdrawn' WHERE id = ${THURSDAY}`.execute(tx))
    expect(await extendDepartures(database.db, NOW.add({ hours: 24 }))).toBeGreaterThan(1)
    expect(await departure(THURSDAY)).toMatchObject({ state: 'withdrawn' })
  })

  test('a clock that is set back finds departures too', async () => {
    await imported(SMALL)
    const earlier = NOW.subtract({ hours: 240 })
    expect((await imported(SMALL, earlier)).departuresAdded).toBeGreaterThan(20)
    const ids = (await loadState(database.db, earlier))?.departureIds ?? []
    for (let day = 21; day <= 30; day++) expect(ids).toContain(`${TRAIN}.202611${day}T2000`)
    expect(await imported(SMALL)).toMatchObject({ version: 1, departuresAdded: 0 })
  })

  test('two imports at once make one version', async () => {
    const both = await Promise.all([imported(SMALL), imported(SMALL)])
    expect(both.map(({ version }) => version)).toEqual([1, 1])
    expect(both.filter(({ isNew }) => isNew)).toHaveLength(1)
  })
})

describe('the tables hold by themselves', () => {
  test('no more is taken than there is, and definitions are insert only', async () => {
    await imported(SMALL)
    await expect(take(THURSDAY, 1_200_001)).rejects.toThrow(/departure_capacity/)
    await expect(ask((tx) => sql`UPDATE network.place SET name_en = 'x'`.execute(tx))).rejects.toThrow(/permission denied/)
    await expect(ask((tx) => sql`DELETE FROM network.network_version`.execute(tx))).rejects.toThrow(/permission denied/)
    await expect(ask((tx) => sql`DELETE FROM network.departure`.execute(tx))).rejects.toThrow(/permission denied/)
  })
})
