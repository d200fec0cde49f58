import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changesSettled, testDatabase, type TestDatabase } from '#postgres/testing'
import { type Change, changesAfter, type Cursor, cursorOf, endOfChanges, isBehind, parseCursor, recordChange } from './change.ts'
import { type AnyTx, withCaller } from './database.ts'
import { type ReactionRow, runReactions, startReactions } from './reaction.ts'

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.close())

const system = { kind: 'system', name: 'test' } as const
const now = Temporal.Instant.from('2026-12-01T01:00:00Z')
const inTx = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(database.db, system, work)
const record = (id: string, code = 'made', audiences = ['public']) =>
  inTx((tx) => recordChange(tx, { code, resource: 'thing', resourceId: id, audiences }))
const settled = () => changesSettled(database.db)
const read = (after?: Cursor, audiences?: readonly string[]) =>
  inTx((tx) => changesAfter(tx, { after, limit: 7, ...(audiences === undefined ? {} : { audiences }) }))
const idsOf = (changes: readonly Change[]): string[] => changes.map((change) => change.resourceId)

/** The superuser, to write rows as of transactions long past. */
async function adminClient(url: string): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() })
}

describe('the stream of changes', () => {
  test('an earlier position that commits later is not skipped', async () => {
    const gate = Promise.withResolvers<void>()
    const written = Promise.withResolvers<void>()
    const slow = inTx(async (tx) => {
      await recordChange(tx, { code: 'made', resource: 'thing', resourceId: 'slow' })
      // A change travels with the next statement that is waited for.
      await sql`SELECT 1`.execute(tx)
      written.resolve()
      await gate.promise
    })
    await written.promise
    await record('quick')
    // "quick" is committed and has the higher position: a reader that took it now would never see "slow".
    expect(await read()).toEqual([])
    gate.resolve()
    await slow
    await settled()
    expect(idsOf(await read())).toEqual(['slow', 'quick'])
  })

  test('many writers that commit out of order: a reader meanwhile gets each change once, in one order', async () => {
    const WRITERS = 6
    const EACH = 25
    let writing = WRITERS
    const writers = Array.from({ length: WRITERS }, async (_, writer) => {
      for (let i = 0; i < EACH; i++) {
        await inTx(async (tx) => {
          await recordChange(tx, { code: 'made', resource: 'thing', resourceId: `${writer}-${i}` })
          await sql`SELECT pg_sleep(${((writer * 7 + i * 13) % 10) / 1000})`.execute(tx)
        })
      }
      writing--
    })
    const seen: Change[] = []
    for (let quiet = false; !quiet;) {
      const last = writing === 0
      if (last) await settled()
      const page = await read(seen.at(-1)?.cursor)
      seen.push(...page)
      quiet = last && page.length === 0
    }
    await Promise.all(writers)
    expect(seen).toHaveLength(WRITERS * EACH)
    expect(new Set(idsOf(seen)).size).toBe(WRITERS * EACH)
    const again: Change[] = []
    for (let page = await read(); page.length > 0; page = await read(again.at(-1)?.cursor)) again.push(...page)
    expect(again).toEqual(seen)
  })

  test('transactions are in the order of their numbers, not of their digits', async () => {
    await using admin = await adminClient(database.adminUrl)
    for (const xact of ['9', '10', '99', '100', '101'])
      await admin.query(`INSERT INTO postgres.change (xact, code, resource, resource_id) VALUES ('${xact}', 'made', 'thing', '${xact}')`)
    await settled()
    const one = await inTx((tx) => changesAfter(tx, { after: undefined, limit: 1 }))
    expect(idsOf(one)).toEqual(['9'])
    expect(idsOf(await read(one.at(-1)?.cursor))).toEqual(['10', '99', '100', '101'])
  })

  test('each hears what is public and his own', async () => {
    await record('1')
    await record('2', 'made', ['a'])
    await record('3', 'made', ['b'])
    await record('4', 'made', ['b', 'a'])
    await record('5', 'made', [])
    await settled()
    expect(idsOf(await read(undefined, ['a']))).toEqual(['1', '2', '4'])
    expect(idsOf(await read(undefined, ['a', 'b']))).toEqual(['1', '2', '3', '4'])
    expect(idsOf(await read(undefined, []))).toEqual(['1'])
    expect(idsOf(await read())).toEqual(['1', '2', '3', '4', '5'])
  })

  test('a reader may stop at a place, and the end is the last that can be read', async () => {
    expect(await inTx(endOfChanges)).toBeUndefined()
    for (const id of ['1', '2', '3']) await record(id)
    await settled()
    const [first, second, third] = (await read()).map(({ cursor }) => cursor)
    expect(await inTx(endOfChanges)).toBe(third)
    expect(idsOf(await inTx((tx) => changesAfter(tx, { after: first, upTo: second, limit: 7 })))).toEqual(['2'])
    expect(idsOf(await inTx((tx) => changesAfter(tx, { after: second, upTo: second, limit: 7 })))).toEqual([])
    expect([isBehind(first, third), isBehind(third, first), isBehind(first, first)]).toEqual([true, false, false])
    expect([isBehind(undefined, first), isBehind(first, undefined), isBehind(undefined, undefined)]).toEqual([true, false, false])
    expect(isBehind(cursorOf('9', 5n), cursorOf('10', 1n))).toBe(true)
  })

  test('a cursor is opaque but checked', () => {
    const cursor = cursorOf('812', 5n)
    expect(parseCursor(cursor)).toEqual({ ok: true, value: cursor })
    for (const text of ['', 'x', '812.5', Buffer.from("1.1'; DROP").toString('base64url')]) expect(parseCursor(text).ok).toBe(false)
  })
})

describe('reactions', () => {
  const hearing = (name: string, act: (change: Change) => void = () => undefined): ReactionRow & { readonly heard: string[] } => {
    const heard: string[] = []
    const handle = async (_tx: AnyTx, change: Change) => {
      act(change)
      heard.push(change.resourceId)
    }
    return { name, to: ['made'], heard, handle }
  }

  test('each hears its codes once, in order, from its own cursor', async () => {
    const first = hearing('first')
    await record('1')
    await record('2', 'else')
    await record('3')
    await settled()
    expect(await runReactions(database.db, [first], now)).toEqual([{ name: 'first', handled: 2 }])
    await record('4')
    const second = hearing('second')
    await settled()
    await runReactions(database.db, [first, second], now)
    expect(first.heard).toEqual(['1', '3', '4'])
    expect(second.heard).toEqual(['1', '3', '4'])
  })

  test('a fault keeps what was before it and holds back what is after it', async () => {
    let broken = true
    const reaction = hearing('careful', (change) => {
      if (broken && change.resourceId === '2') throw new Error('not yet')
    })
    for (const id of ['1', '2', '3']) await record(id)
    await settled()
    const [run] = await runReactions(database.db, [reaction], now)
    expect(run).toMatchObject({ handled: 1, fault: { change: { resourceId: '2' } } })
    broken = false
    await settled()
    await runReactions(database.db, [reaction], now)
    expect(reaction.heard).toEqual(['1', '2', '3'])
  })

  test('its own writes and the cursor are one: a fault undoes the half-done handler', async () => {
    const writing: ReactionRow = {
      name: 'writing',
      to: ['made'],
      handle: async (tx, change) => {
        await recordChange(tx, { code: 'answered', resource: 'thing', resourceId: change.resourceId })
        if (change.resourceId === '2') throw new Error('after writing')
      },
    }
    await record('1')
    await record('2')
    await settled()
    await runReactions(database.db, [writing], now)
    await settled()
    await runReactions(database.db, [writing], now)
    await settled()
    expect((await read()).filter((change) => change.code === 'answered').map((change) => change.resourceId)).toEqual(['1'])
  })

  test('two programs at once do not double it', async () => {
    for (let i = 0; i < 20; i++) await record(String(i))
    const reaction = hearing('shared')
    await settled()
    await Promise.all([runReactions(database.db, [reaction], now), runReactions(database.db, [reaction], now)])
    await settled()
    await runReactions(database.db, [reaction], now)
    expect(reaction.heard).toHaveLength(20)
  })

  test('they run by themselves until stopped, and a fault is told', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const faults: string[] = []
    const reaction = hearing('busy', (change) => {
      if (change.resourceId === '2' && faults.length === 0) throw new Error('once')
      if (change.resourceId === '2') resolve()
    })
    const onFault = (name: string, error: unknown) => void faults.push(`${name}: ${String(error)}`)
    const { stop } = startReactions({ database: database.db, reactions: [reaction], clock: () => now, everySeconds: 0.05, onFault })
    await record('1')
    await record('2')
    await promise
    await stop()
    await record('3')
    expect(reaction.heard).toEqual(['1', '2'])
    expect(faults).toEqual(['busy: Error: once'])
  })
})
