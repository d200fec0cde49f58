import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type City, openCity } from '../testing/city.ts'

let database: TestDatabase
let city: City
beforeAll(async () => {
  database = await testDatabase()
  city = await openCity(database)
})
afterAll(() => database.close())

const rowsOf = async <Row>(query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await withCaller(database.db, { kind: 'system', name: 'test' }, (tx) => query.execute(tx))).rows

test('a chain is held, confirmed and seen', async () => {
  const held = await city.held()
  const record = await city.confirmed()
  expect(held.bookingStatus).toBe('HELD')
})
