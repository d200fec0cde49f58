import { afterAll, beforeAll, expect, test } from 'vitest'
import { uuidOf, uuidV7 } from '#kernel'
import { type AnyTx, withCaller } from '#postgres'
import { dutiesOf, findParties } from '../store.ts'
import { type Desk, openDesk, signedIn } from '../testing/index.ts'

let desk: Desk
let cookie: string
beforeAll(async () => {
  desk = await openDesk()
  const made = await desk.parties.prepareFirstStart({
    kind: 'samples',
    operatorTypesByMode: { rail: ['State rail', 'Both'], road: ['Lorries', 'Both'] },
    placeIds: ['cq-guoyuan-port', 'de-duisburg'],
  })
  if (made.kind !== 'samples') throw new Error(made.kind)
  cookie = await signedIn(desk, 'shipper@sample.example', made.accounts[0]?.password ?? '')
})
afterAll(() => desk.close())

interface Item {
  readonly id: string
  readonly name: string
}
const list = async (query: object = {}) => (await desk.ask('listParties', { cookie, query })).body
const names = async (query: object): Promise<string[]> => (await list(query)).items.map(({ name }: Item) => name.replace(/ .*/, ''))
const inTx = <T>(work: (tx: AnyTx) => Promise<T>): Promise<T> => withCaller(desk.database.db, { kind: 'system', name: 'test' }, work)

test('is for whoever is signed in', async () => {
  expect((await desk.ask('listParties')).refusal).toEqual({ code: 'unauthenticated' })
  const { items } = await list()
  expect(items).toHaveLength(10)
  expect(items[0]).toEqual({
    id: expect.stringMatching(/^pty_/),
    name: expect.stringContaining('（示例）'),
    roles: expect.any(Array),
    demo: true,
  })
})

test('finds by any part of the name, in either language, and by role', async () => {
  expect(await names({ q: '电子' })).toEqual(['莱茵电子有限公司', '西永电子有限公司'])
  expect(await names({ q: 'rhein' })).toEqual(['莱茵电子有限公司'])
  expect(await names({ q: 'Yu', role: 'FORWARDER' })).toEqual(['渝新多式联运有限公司'])
  expect((await names({ role: 'CARRIER' })).length).toBe(5)
  for (const q of ['%', '_', '\\', "'"]) expect(await names({ q })).toEqual([])
})

test('pages by name without skipping or doubling', async () => {
  const all: string[] = (await list()).items.map(({ id }: Item) => id)
  const paged: string[] = []
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const body = await list({ limit: '3', ...(cursor === undefined ? {} : { cursor }) })
    paged.push(...body.items.map(({ id }: Item) => id))
    cursor = body.nextCursor
  }
  expect(paged).toEqual(all)
  for (const cursor of ['', 'x', Buffer.from('pty_x y').toString('base64url')])
    expect((await desk.ask('listParties', { cookie, query: { cursor } })).refusal).toMatchObject({ errors: [{ pointer: '/cursor' }] })
})

test('tells who answers for what', async () => {
  const asked = [
    { kind: 'SERVICE', key: 'State rail' },
    { kind: 'SERVICE', key: 'Both' },
    { kind: 'ROAD', key: '*' },
    { kind: 'PLACE', key: 'de-duisburg' },
    { kind: 'CUSTOMS', key: 'CN' },
    { kind: 'CONTRACT', key: '*' },
    { kind: 'PLACE', key: 'nowhere' },
  ] as const
  const duties = await inTx((tx) => dutiesOf(tx, asked))
  expect(Object.fromEntries([...duties].map(([key, { name, demo }]) => [key, demo ? name.replace(/ .*/, '') : '']))).toEqual({
    'CONTRACT:*': '渝新多式联运有限公司',
    'CUSTOMS:CN': '样例海关',
    'PLACE:de-duisburg': '渝站枢纽运营有限公司',
    'ROAD:*': '渝驰公路运输有限公司',
    'SERVICE:Both': '渝列铁路班列有限公司',
    'SERVICE:State rail': '渝列铁路班列有限公司',
  })
  expect(await inTx((tx) => dutiesOf(tx, []))).toEqual(new Map())
})

test('tells the names of parties', async () => {
  const { items } = await list({ q: 'Xiyong' })
  const uuid = uuidOf('pty', items[0].id)
  const [id, missing] = [uuid.ok ? uuid.value : '', uuidV7(0, new Uint8Array(10))]
  expect(await inTx((tx) => findParties(tx, [id, missing, id]))).toEqual(
    new Map([[id, { id, name: items[0].name, roles: ['SHIPPER'], demo: true }]]),
  )
  expect(await inTx((tx) => findParties(tx, []))).toEqual(new Map())
})
