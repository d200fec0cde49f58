import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleKey, type SampleKey } from '#model/testing'
import { sha256Hex } from '#model'
import { withCaller } from '#postgres'
import { testDatabase, type TestDatabase } from '#postgres/testing'
import { actOnTitle, issueTitle, LINK_TYPE, titleOf } from './index.ts'

let database: TestDatabase
let key: SampleKey
beforeAll(async () => {
  database = await testDatabase()
  key = await sampleKey()
})
afterAll(() => database.close())

const now = Temporal.Instant.from('2026-12-01T02:00:00Z')
const uuid = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const [CARRIER, CONSIGNOR, BANK] = [uuid(1), uuid(2), uuid(3)]
const checksum = 'c'.repeat(64)
const sign = (payload: string): Promise<string> => key.sign(JSON.parse(payload), { typ: LINK_TYPE, cty: undefined })
const inTx = <T>(work: Parameters<typeof withCaller<unknown, T>>[2]): Promise<T> =>
  withCaller(database.db, { kind: 'system', name: 'test' }, work)

let documents = 100
const issued = async (): Promise<string> => {
  const documentId = uuid(documents++)
  const title = await inTx((tx) => issueTitle(tx, { documentId, issuer: CARRIER, possessor: CONSIGNOR, checksum, now, sign }))
  expect(title).toMatchObject({ ok: true, value: { status: 'ISSUED', possessor: CONSIGNOR, sequence: 0 } })
  return documentId
}
const transfer = (documentId: string, expectedSequence: number) =>
  inTx((tx) => actOnTitle(tx, { act: 'TRANSFER', documentId, actorPartyId: CONSIGNOR, recipient: BANK, expectedSequence, now, sign }))
const surrender = (documentId: string, expectedSequence: number, actorPartyId = CONSIGNOR) =>
  inTx((tx) => actOnTitle(tx, { act: 'SURRENDER_FOR_DELIVERY', documentId, actorPartyId, expectedSequence, now, sign }))

test('a chain is kept as signed, each link naming the one before', async () => {
  const documentId = await issued()
  await transfer(documentId, 0)
  await surrender(documentId, 1, BANK)
  await inTx((tx) => actOnTitle(tx, { act: 'SREJ', reason: '运费未付', documentId, actorPartyId: CARRIER, expectedSequence: 2, now, sign }))
  const title = await inTx((tx) => titleOf(tx, documentId))
  expect(title).toMatchObject({ status: 'ISSUED', possessor: BANK, issuer: CARRIER, sequence: 3 })
  expect(title?.links.map(({ act }) => act)).toEqual(['ISSUE', 'TRANSFER', 'SURRENDER_FOR_DELIVERY', 'SREJ'])
  let previous: string | undefined
  for (const { jws, checksum: own, previousChecksum, sequence } of title?.links ?? []) {
    expect(own).toBe(await sha256Hex(jws))
    expect(previousChecksum).toBe(previous)
    const payload: unknown = JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString())
    expect(payload).toMatchObject({
      sequence,
      transportDocumentChecksum: checksum,
      transactions: [{ actionCode: title?.links[sequence]?.act }],
    })
    previous = own
  }
})

test('of two who act at once on the same link one wins, and the other is shown the winning link', async () => {
  for (let round = 0; round < 10; round++) {
    const documentId = await issued()
    const answers = await Promise.all([
      surrender(documentId, 0),
      transfer(documentId, 0),
      surrender(documentId, 0),
      transfer(documentId, 0),
    ])
    const winners = answers.filter(({ ok }) => ok)
    expect(winners).toHaveLength(1)
    const title = await inTx((tx) => titleOf(tx, documentId))
    expect(title?.sequence).toBe(1)
    const link = title?.links[1]
    const refused = {
      code: 'wrong-state',
      extension: { state: title?.status, winningLink: { sequence: 1, act: link?.act, checksum: link?.checksum, jws: link?.jws } },
    }
    expect(answers.filter(({ ok }) => !ok)).toMatchObject([1, 2, 3].map(() => ({ ok: false, error: refused })))
  }
})

test('whoever has not seen the last link is refused, as is whoever has no control', async () => {
  const documentId = await issued()
  await transfer(documentId, 0)
  expect(await surrender(documentId, 0)).toMatchObject({
    ok: false,
    error: { code: 'wrong-state', extension: { winningLink: { act: 'TRANSFER' } } },
  })
  expect(await surrender(documentId, 1)).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(await surrender(uuid(9999), 0)).toEqual({ ok: false, error: { code: 'not-found' } })
  expect(await surrender(documentId, 1, BANK)).toMatchObject({ ok: true })
  expect(await surrender(documentId, 2, BANK)).toMatchObject({
    ok: false,
    error: { code: 'wrong-state', extension: { state: 'PENDING_SURRENDER_FOR_DELIVERY' } },
  })
})

test('a document is issued once', async () => {
  const documentId = uuid(documents++)
  const again = () => inTx((tx) => issueTitle(tx, { documentId, issuer: CARRIER, possessor: CONSIGNOR, checksum, now, sign }))
  const answers = await Promise.all([again(), again(), again()])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'wrong-state' } })
})

test('the database itself takes no fork, no gap, no foreign predecessor, no edit and no erasure', async () => {
  const documentId = await issued()
  const insert = (sequence: number, previous: string | null) =>
    inTx((tx) =>
      sql`INSERT INTO title.title_link (document_id, sequence, jws, act, actor_party_id, checksum, previous_checksum, recorded_at)
        VALUES (${documentId}, ${sequence}, 'a.b.c', 'TRANSFER', ${BANK}, ${'d'.repeat(64)}, ${previous}, ${now})`.execute(tx),
    )
  await expect(insert(0, null)).rejects.toThrow('title_link')
  await expect(insert(1, null)).rejects.toThrow('check')
  await expect(insert(1, 'e'.repeat(64))).rejects.toThrow('foreign key')
  await expect(insert(2, 'd'.repeat(64))).rejects.toThrow('foreign key')
  for (const statement of [sql`UPDATE title.title_link SET act = 'SACC'`, sql`DELETE FROM title.title_link`])
    await expect(inTx((tx) => statement.execute(tx))).rejects.toThrow('permission denied')
})
