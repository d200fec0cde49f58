import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AnyTx, withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { checksumOf, extendDepartures, importNetwork, loadState } from './index.ts'

const folder = join(import.meta.dirname, '../../../data/chongqing')
const FILES: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((name) => /\.(csv|json)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
)
const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')
const DUISBURG = 'r-yxo-duisburg-out.20261203T2000'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const ask = async <Row>(work: (tx: AnyTx) => Promise<{ rows: Row[] }>): Promise<Row[]> => (await withCaller(database.db, { kind: 'system', name: 'test' }, work)).rows
const changed = (file: string, from: string | RegExp, to: string): ReadonlyMap<string, string> => {
  const text = FILES.get(file) ?? ''
  expect(text.replace(from, to), `${file} changes`).not.toBe(text)
  return new Map(FILES).set(file, text.replace(from, to))
}
const imported = async (files: ReadonlyMap<string, string>, now = NOW) => {
  const result = await importNetwork(database.db, files, now)
  if (!result.ok) throw new Error(JSON.stringify(result.error.slice(0, 3)))
  return result.value
}

test('the data folder: import, load, import again', async () => {
  const started = performance.now()
  const first = await imported(FILES)
  const importMs = performance.now() - started
  expect(first).toMatchObject({ version: 1, isNew: true, places: 307, services: 489, departuresWithdrawn: 0 })
  const loading = performance.now()
  const state = await loadState(database.db, NOW)
  const loadMs = performance.now() - loading
  console.log(`import ${Math.round(importMs)} ms, load ${Math.round(loadMs)} ms, ${first.departuresAdded} departures`)
})
