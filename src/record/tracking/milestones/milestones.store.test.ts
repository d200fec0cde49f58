// Milestones of a real consignment: planned at confirm, stated by one tap, seen by whom it concerns, listed as work.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import type { ConsignmentRecord } from '#record/consignment'
import { openTrackedCity, type TrackedCity } from '../testing/tracked-city.ts'

let database: TestDatabase
let tracked: TrackedCity
let record: ConsignmentRecord
beforeAll(async () => {
  database = await testDatabase()
  tracked = await openTrackedCity(database)
  record = await tracked.city.confirmed()
})
afterAll(() => database.close())

test('prints', async () => {
  const { city } = tracked
  console.log(
    record.partyRoles.length,
    record.whole.elements.map((e) => JSON.stringify(e)),
    record.elementParties,
  )
  console.log(await tracked.milestones(city.parties.shipper.caller, record))
  console.log((await tracked.ask('listWork', city.parties.rail.caller)).body, city.now.toString())
})
