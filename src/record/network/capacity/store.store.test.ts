import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { onlyServices } from '#record/network/testing'
import { importNetwork, openNetwork } from '../store.ts'
import { markSold } from './store.ts'

const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')
const TRAIN = 'r-yxo-duisburg-out'
const THURSDAY = `${TRAIN}.20261203T2000`
const SYSTEM = { kind: 'system', name: 'test' } as const

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  const imported = await importNetwork(database.db, onlyServices([TRAIN, 'd-l-xiyong-tuan-out']), NOW)
  if (!imported.ok) throw new Error(JSON.stringify(imported.error.slice(0, 3)))
})
afterAll(() => database.close())

const take = (leg: number, kilograms: number) =>
  withCaller(database.db, SYSTEM, (tx) =>
    sql`UPDATE network.departure_capacity SET taken = ${kilograms} WHERE departure_id = ${THURSDAY} AND leg_number = ${leg} AND resource = 'KG'`.execute(
      tx,
    ),
  )
const holderAt = () => openNetwork(database.db, NOW)
const kilogramsOf = ({ current }: Awaited<ReturnType<typeof holderAt>>): number[] => {
  const { departureIds, freeKg, timetable } = current()
  const start = timetable.tripTimeStart[departureIds.indexOf(THURSDAY)] ?? -1
  return Array.from(freeKg.subarray(start, start + 5))
}

test('a refresh shows what is sold of a departure, leg by leg, without another state', async () => {
  await take(1, 0)
  const holder = await holderAt()
  const state = holder.current()
  expect(kilogramsOf(holder)).toEqual(Array(5).fill(1_200_000))
  await take(1, 700_000)
  await holder.refreshCapacity([THURSDAY, 'no-such-departure.20261203T2000'])
  expect(kilogramsOf(holder)).toEqual([1_200_000, 500_000, 1_200_000, 1_200_000, 1_200_000])
  expect(holder.current()).toBe(state)
})

test('what is sold is less at once, lorries aside, and a refresh has the last word', async () => {
  await take(1, 0)
  const holder = await holderAt()
  const sold = { departureId: THURSDAY, legNumber: 0, resource: 'KG', quantity: 200_000n }
  markSold(holder.current(), [sold, { ...sold, departureId: 'd-l-xiyong-tuan-out.20261201T1200' }, { ...sold, legNumber: 5 }])
  expect(kilogramsOf(holder)[0]).toBe(1_000_000)
  await holder.refreshCapacity([THURSDAY])
  expect(kilogramsOf(holder)[0]).toBe(1_200_000)
})

test('what is sold while a new state is loaded is seen in that state', async () => {
  await take(1, 0)
  const holder = await holderAt()
  const loaded = holder.reload(NOW)
  const refreshed = take(1, 900_000).then(() => holder.refreshCapacity([THURSDAY]))
  await Promise.all([loaded, refreshed])
  expect(kilogramsOf(holder)[1]).toBe(300_000)
})
