import { randomUUID } from 'node:crypto'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { type AnyTx, withCaller } from './database.ts'
import { type FileStore, getFile, openFileStore, putFile } from './files.ts'

let database: TestDatabase
let store: FileStore
beforeEach(async () => {
  database = await testDatabase()
  store = openFileStore(database.folder)
})
afterEach(() => database.close())

const now = Temporal.Instant.from('2026-12-01T01:00:00Z')
const bytes = new TextEncoder().encode('单据 one')
const inTx = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(database.db, { kind: 'anonymous' }, work)
const put = (content: Uint8Array = bytes) => {
  const id = randomUUID()
  return inTx(async (tx) => ({ id, ...(await putFile(store, tx, { id, bytes: content, mediaType: 'text/plain', owner: 'pty_1', now })) }))
}
const get = (id: string) => inTx((tx) => getFile(store, tx, id))
const onDisk = (): string[] =>
  readdirSync(store.folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(store.folder, path)).isFile())

test('what is put is got, byte for byte', async () => {
  const { id, sha256 } = await put()
  const found = await get(id)
  expect(found).toMatchObject({ ok: true, value: { id, sha256, mediaType: 'text/plain', owner: 'pty_1', createdAt: now } })
  expect(found.ok && Buffer.compare(found.value.bytes, bytes)).toBe(0)
  expect(onDisk()).toEqual([join(sha256.slice(0, 2), sha256.slice(2, 4), sha256)])
})

test('the same bytes lie on the disk once', async () => {
  const [one, other] = [await put(), await put()]
  expect(onDisk()).toHaveLength(1)
  expect((await get(one.id)).ok && (await get(other.id)).ok).toBe(true)
})

test('damage is found, and mended by the next put of the same bytes', async () => {
  const { id } = await put()
  const [path = ''] = onDisk()
  writeFileSync(join(store.folder, path), 'forged!!!!')
  expect(await get(id)).toEqual({ ok: false, error: 'damaged' })
  await put()
  expect((await get(id)).ok).toBe(true)
})

test('what is not there is not found', async () => {
  expect(await get(randomUUID())).toEqual({ ok: false, error: 'not-found' })
})
