// Who may what: every route × every kind of caller × (his own, another's, nothing), over real HTTP, against a table written by hand.
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { PARTY_ROLES, type PartyRole, SCOPES } from '#kernel'
import { windowRoutes } from '#window'
import { questionOf } from './journey/steps.ts'
import { openWholeWindow, type WholeWindow } from './window/whole-window.ts'

const NOW = Temporal.Instant.from('2026-12-01T01:00:00Z')

// --- the callers --------------------------------------------------------------------------------------------------

/** Sample organisations that are on the shipment, but for `window`, who is on none. */
const INSIDERS = ['shipper', 'operator', 'rail', 'hub', 'consignee', 'customs', 'window'] as const
/** One organisation of each role that has nothing to do with it. */
const OUTSIDERS = PARTY_ROLES.map((role) => `other ${role}` as const)
/** Keys with one scope each, of the shipper and of the operator whose contract and bill it is. */
const KEYS = (['shipper', 'operator'] as const).flatMap((owner) => SCOPES.map((scope) => `${owner} key ${scope}` as const))
const PEOPLE = [...INSIDERS, ...OUTSIDERS] as const
const CALLERS = ['nobody', 'revoked key', 'of no organisation', ...PEOPLE, ...KEYS] as const
type CallerName = (typeof CALLERS)[number]

// --- the table ----------------------------------------------------------------------------------------------------

type Who = readonly CallerName[]
const keys = (scope: (typeof SCOPES)[number]): Who => KEYS.filter((name) => name.endsWith(` ${scope}`))
const of = (owner: 'shipper' | 'operator'): Who => [owner, ...KEYS.filter((name) => name.startsWith(`${owner} `))]
const EVERYBODY: Who = CALLERS.filter((name) => name !== 'revoked key')
const readers: Who = [...PEOPLE, ...keys('READ')]
const bookers: Who = [...PEOPLE, ...keys('BOOK')]
const reporters: Who = [...PEOPLE, ...keys('REPORT')]
const billers: Who = [...PEOPLE, ...keys('BILL')]
const windowOperators: Who = ['window', 'other WINDOW_OPERATOR']
const holders: Who = ['shipper', 'operator', 'other SHIPPER', 'other FORWARDER', ...keys('BOOK')]
const onIt: Who = [...of('shipper'), ...of('operator'), 'rail', 'hub', 'consignee', 'customs']
const onTheBill: Who = [...of('shipper'), ...of('operator'), 'consignee']

interface Expected {
  /** Who may begin it at all; others 401 or 403 whatever it is on. */
  readonly begin: Who
  /** Of a row on something: who sees it; for others it is not there. */
  readonly see?: Who
  /** Who of those may do it; all of them when absent, others 403. */
  readonly act?: Who
}
const open: Expected = { begin: EVERYBODY }
const TABLE: Readonly<Record<string, Expected>> = {
  postSession: open,
  getSession: open,
  deleteSession: open,
  postKey: { begin: PEOPLE },
  listKeys: { begin: PEOPLE },
  deleteKey: { begin: PEOPLE, see: ['shipper'] },
  listParties: { begin: readers },
  postParty: { begin: windowOperators },
  postSigningKey: { begin: windowOperators },
  getSetup: { begin: EVERYBODY, see: EVERYBODY },
  postSetup: { begin: EVERYBODY, see: EVERYBODY },
  listPlaces: open,
  getPlace: { begin: EVERYBODY, see: EVERYBODY },
  listServices: open,
  getService: { begin: EVERYBODY, see: EVERYBODY },
  listDepartures: open,
  getNetwork: open,
  getDidDocument: open,
  listChanges: open,
  postQuote: open,
  getQuote: { begin: EVERYBODY, see: of('shipper') },
  postBooking: { begin: holders, see: of('shipper') },
  listBookings: { begin: readers },
  getBooking: { begin: readers, see: of('shipper') },
  confirmBooking: { begin: bookers, see: of('shipper') },
  cancelBooking: { begin: bookers, see: of('shipper') },
  listConsignments: { begin: readers },
  getConsignment: { begin: readers, see: onIt },
  cancelConsignment: { begin: bookers, see: onIt, act: of('shipper') },
  listWork: { begin: readers },
  getConsignmentBill: { begin: readers, see: onIt, act: onTheBill },
  postBill: { begin: billers, see: onIt, act: of('operator') },
  getBill: { begin: readers, see: onIt, act: onTheBill },
  getBillVc: { begin: readers, see: onIt, act: onTheBill },
  getBillChain: { begin: readers, see: onIt, act: onTheBill },
  getBillPdf: { begin: readers, see: onIt, act: onTheBill },
  postBillTransfer: { begin: billers, see: onIt, act: ['consignee'] },
  postBillSurrenderForDelivery: { begin: billers, see: onIt, act: ['consignee'] },
  // A key needs READ beside BILL here: whoever decides on a bill is shown it first.
  postBillSrej: { begin: billers, see: onIt, act: ['operator'] },
  postBillSacc: { begin: billers, see: onIt, act: ['operator'] },
  captureEvents: { begin: reporters },
  getCaptureJob: { begin: readers, see: of('operator') },
  listMilestones: { begin: readers, see: onIt },
  reportMilestone: { begin: reporters, see: onIt, act: [...of('operator'), 'rail', 'hub', 'customs'] },
}

type Outcome = 401 | 403 | 404 | 'passes'
function expectedOf(operationId: string, caller: CallerName, subject: Subject): Outcome {
  const { begin, see, act } = TABLE[operationId] ?? { begin: [] }
  if (caller === 'revoked key') return 401
  if (!begin.includes(caller)) return caller === 'nobody' ? 401 : 403
  if (subject === 'none') return 'passes'
  if (subject === 'nothing' || !(see ?? []).includes(caller)) return 404
  return act === undefined || act.includes(caller) ? 'passes' : 403
}

// --- the shipment -------------------------------------------------------------------------------------------------

/** `it`: his own for who is on it, another's for everybody else. `nothing`: an id of the right form that nobody has. */
type Subject = 'none' | 'it' | 'nothing'
const GONE = '0'.repeat(26)

let window: WholeWindow
const credentials = new Map<CallerName, Record<string, string>>()
const made = new Map<string, string>()
const idOf = (name: string): string => made.get(name) ?? `no ${name} was made`

const answerShape = z.looseObject({ id: z.string().optional(), secret: z.string().optional(), setupUrl: z.string().optional() })
interface Reply {
  readonly status: number
  readonly text: string
  readonly headers: Headers
}
async function ask(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Reply> {
  const answer = await fetch(window.address + path, {
    method,
    headers: {
      'accept-language': 'en',
      ...(method === 'GET' ? {} : { 'idempotency-key': crypto.randomUUID() }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}
async function must(by: CallerName, method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
  const reply = await ask(method, path, { ...credentials.get(by), ...more }, body)
  if (reply.status > 299) throw new Error(`${by} ${method} ${path}: ${reply.status} ${reply.text}`)
  return { ...answerShape.parse(JSON.parse(reply.text)), headers: reply.headers }
}
async function signIn(name: CallerName, email: string, password: string): Promise<void> {
  const { headers } = await must('nobody', 'POST', '/v1/session', { email, password })
  credentials.set(name, {
    cookie: headers
      .getSetCookie()
      .map((one) => one.split(';', 1)[0] ?? '')
      .join('; '),
  })
}
const PASSWORD = 'correct horse battery'
async function found(name: CallerName, roles: readonly PartyRole[]): Promise<void> {
  const { setupUrl = '' } = await must('window', 'POST', '/v1/parties', { name, roles })
  const email = `${name.replaceAll(/\W/g, '-').toLowerCase()}@x.example`
  await must('nobody', 'POST', `/v1/setup/${setupUrl.split('/').at(-1) ?? ''}`, { name, email, password: PASSWORD })
  await signIn(name, email, PASSWORD)
}

async function makeCallers(): Promise<void> {
  for (const name of INSIDERS) {
    const account = window.accounts.find(({ email }) => email.startsWith(`${name}@`))
    await signIn(name, account?.email ?? '', account?.password ?? '')
  }
  for (const role of PARTY_ROLES) await found(`other ${role}`, [role])
  for (const owner of ['shipper', 'operator'] as const)
    for (const scope of SCOPES) {
      const { secret = '' } = await must(owner, 'POST', '/v1/keys', { name: scope, scopes: [scope] })
      credentials.set(`${owner} key ${scope}`, { authorization: `Bearer ${secret}` })
    }
  const revoked = await must('shipper', 'POST', '/v1/keys', { name: 'revoked', scopes: SCOPES })
  await must('shipper', 'DELETE', `/v1/keys/${revoked.id ?? ''}`)
  credentials.set('revoked key', { authorization: `Bearer ${revoked.secret ?? ''}` })
  await found('of no organisation', ['SHIPPER'])
  const admin = new pg.Client({ connectionString: window.database.adminUrl })
  await admin.connect()
  await admin.query(
    `UPDATE parties.membership SET until = $1 WHERE user_id = (SELECT id FROM auth."user" WHERE email = 'of-no-organisation@x.example')`,
    [NOW.toString()],
  )
  await admin.end()
}

async function makeShipment(): Promise<void> {
  const asked = await must('shipper', 'POST', '/v1/quotes', questionOf('case-01', '2026-12-01T09:00:00+08:00'))
  const { itineraries } = z
    .looseObject({
      itineraries: z.array(z.looseObject({ id: z.string(), elements: z.array(z.looseObject({ modeCode: z.string().optional() })) })),
    })
    .parse(asked)
  made.set('quote', asked.id ?? '')
  made.set('itinerary', itineraries.find(({ elements }) => elements.some(({ modeCode }) => modeCode === '2'))?.id ?? '')
  const directory = await ask('GET', '/v1/parties?role=CONSIGNEE&limit=200', credentials.get('shipper') ?? {})
  const rows = z.object({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) }).parse(JSON.parse(directory.text)).items
  const consignee = rows.find(({ name }) => name.includes('Rhein'))?.id ?? ''
  const held = await must('shipper', 'POST', '/v1/bookings', {
    quoteId: idOf('quote'),
    itineraryId: idOf('itinerary'),
    consignee: { partyId: consignee },
  })
  made.set('booking', held.id ?? '')
  const confirmed = await must('shipper', 'POST', `/v1/bookings/${held.id ?? ''}/confirm`)
  made.set('consignment', z.looseObject({ consignmentId: z.string() }).parse(confirmed).consignmentId)
  const bill = await must('operator', 'POST', '/v1/bills', { consignmentId: idOf('consignment') })
  made.set('bill', bill.id ?? '')
  made.set('key', (await must('shipper', 'POST', '/v1/keys', { name: 'victim', scopes: ['READ'] })).id ?? '')
  const job = await must('operator', 'POST', '/epcis/v2/capture', DOCUMENT)
  made.set('job', z.looseObject({ captureID: z.string() }).parse(job).captureID)
  const { setupUrl = '' } = await must('window', 'POST', '/v1/parties', { name: 'Newcomer', roles: ['SHIPPER'] })
  made.set('token', setupUrl.split('/').at(-1) ?? '')
}
const DOCUMENT = {
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-12-01T01:00:00Z',
  epcisBody: { eventList: [] },
}

/** What makes the request one that goes through for whoever may: so that only the right decides. */
interface Wish {
  readonly path: (subject: Subject) => string
  readonly body?: (subject: Subject, caller: CallerName) => unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Puts the bill where this act is possible. */
  readonly before?: () => Promise<void>
}
const named = (template: string, kind: string, gone: string) => (subject: Subject) =>
  template.replace('*', subject === 'it' ? idOf(kind) : gone)
const onConsignment = (rest = '') => named(`/v1/consignments/*${rest}`, 'consignment', `csg_${GONE}`)
const onBill = (rest = '') => named(`/v1/bills/*${rest}`, 'bill', `bil_${GONE}`)
const plain = (path: string) => () => path
const STALE = { 'if-match': '"v0-NOTHING"' }
const at = (expectedSequence: number) => () => ({ expectedSequence })

const WISHES: Readonly<Record<string, Wish>> = {
  postSession: { path: plain('/v1/session'), body: () => ({ unknown: 1 }) },
  getSession: { path: plain('/v1/session') },
  postKey: { path: plain('/v1/keys'), body: () => ({ name: 'more', scopes: ['READ'] }) },
  listKeys: { path: plain('/v1/keys') },
  deleteKey: { path: named('/v1/keys/*', 'key', `key_${GONE}`) },
  listParties: { path: plain('/v1/parties') },
  postParty: { path: plain('/v1/parties'), body: () => ({ name: 'One more', roles: ['SHIPPER'] }) },
  postSigningKey: { path: plain('/v1/signing-keys') },
  getSetup: { path: named('/v1/setup/*', 'token', 'A'.repeat(43)) },
  postSetup: {
    path: named('/v1/setup/*', 'token', 'A'.repeat(43)),
    body: (subject) => (subject === 'it' ? { unknown: 1 } : { name: 'x', email: 'x@x.example', password: PASSWORD }),
  },
  listPlaces: { path: plain('/v1/places') },
  getPlace: { path: (subject) => `/v1/places/${subject === 'it' ? 'cq-guoyuan-port' : 'atlantis'}` },
  listServices: { path: plain('/v1/services') },
  getService: { path: (subject) => `/v1/services/${subject === 'it' ? 'r-yxo-duisburg-out' : 'zeppelin'}` },
  listDepartures: { path: plain('/v1/departures?from=cq-tuanjiecun-rail') },
  getNetwork: { path: plain('/v1/network') },
  getDidDocument: { path: plain('/.well-known/did.json') },
  listChanges: { path: plain('/v1/changes') },
  postQuote: { path: plain('/v1/quotes'), body: () => ({ unknown: 1 }) },
  getQuote: { path: named('/v1/quotes/*', 'quote', `qte_${GONE}`) },
  postBooking: {
    path: plain('/v1/bookings'),
    body: (subject) => ({
      quoteId: subject === 'it' ? idOf('quote') : `qte_${GONE}`,
      itineraryId: subject === 'it' ? idOf('itinerary') : `itn_${GONE}`,
      consignee: { name: 'Somebody' },
    }),
  },
  listBookings: { path: plain('/v1/bookings') },
  getBooking: { path: named('/v1/bookings/*', 'booking', `bkg_${GONE}`) },
  confirmBooking: { path: named('/v1/bookings/*/confirm', 'booking', `bkg_${GONE}`) },
  cancelBooking: { path: named('/v1/bookings/*/cancel', 'booking', `bkg_${GONE}`), body: () => ({ reason: 'No' }), headers: STALE },
  listConsignments: { path: plain('/v1/consignments') },
  getConsignment: { path: onConsignment() },
  cancelConsignment: { path: onConsignment('/cancel'), body: () => ({ reason: 'No' }), headers: STALE },
  listWork: { path: plain('/v1/work') },
  getConsignmentBill: { path: onConsignment('/bill') },
  postBill: { path: plain('/v1/bills'), body: (subject) => ({ consignmentId: subject === 'it' ? idOf('consignment') : `csg_${GONE}` }) },
  getBill: { path: onBill() },
  getBillVc: { path: onBill('/vc') },
  getBillChain: { path: onBill('/chain') },
  getBillPdf: { path: onBill('/pdf') },
  postBillTransfer: { path: onBill('/transfer'), body: () => ({ expectedSequence: 0, toPartyId: `pty_${GONE}` }) },
  postBillSurrenderForDelivery: { path: onBill('/surrender-for-delivery'), body: at(0) },
  postBillSrej: { path: onBill('/srej'), body: () => ({ expectedSequence: 1, reason: 'No' }) },
  postBillSacc: {
    path: onBill('/sacc'),
    body: at(3),
    before: async () => void (await must('consignee', 'POST', `/v1/bills/${idOf('bill')}/surrender-for-delivery`, { expectedSequence: 2 })),
  },
  captureEvents: { path: plain('/epcis/v2/capture'), body: () => DOCUMENT },
  getCaptureJob: { path: named('/epcis/v2/capture/*', 'job', `cap_${GONE}`) },
  listMilestones: { path: onConsignment('/milestones') },
  reportMilestone: {
    path: onConsignment('/milestones'),
    body: (_, caller) => ({ ...(mayState.get(caller) ?? SOME_STEP), occurredDateTime: '2026-12-01T01:00:00Z' }),
    before: findSteps,
  },
  deleteSession: { path: plain('/v1/session') },
}
const SOME_STEP = { elementId: `elm_${GONE}`, milestone: 'ACCEPTED' }
/** A step that this caller's party has to state: on others' elements he is refused although he is on the consignment. */
const mayState = new Map<CallerName, { elementId: string; milestone: string }>()
async function findSteps(): Promise<void> {
  const list = z.object({
    items: z.array(z.looseObject({ elementId: z.string(), milestone: z.string(), mayReport: z.boolean().optional() })),
  })
  for (const caller of ['operator', 'rail', 'hub', 'customs'] as const) {
    const reply = await ask('GET', `/v1/consignments/${idOf('consignment')}/milestones`, credentials.get(caller) ?? {})
    const step = list.safeParse(JSON.parse(reply.text)).data?.items.find(({ mayReport }) => mayReport === true)
    if (step !== undefined)
      for (const name of caller === 'operator' ? of('operator') : [caller])
        mayState.set(name, { elementId: step.elementId, milestone: step.milestone })
  }
}

beforeAll(async () => {
  credentials.set('nobody', {})
  window = await openWholeWindow(() => NOW)
  await makeCallers()
  await makeShipment()
}, 240_000)
afterAll(() => window.close())

/** Without what tells two requests apart, an answer for another's must be the one for nothing, to the byte. */
const bare = ({ status, text, headers }: Reply): string => {
  const fields = z.looseObject({}).parse(JSON.parse(text))
  const lasting = [...headers].filter(([name]) => !['date', 'x-request-id', 'content-length', 'keep-alive'].includes(name))
  return JSON.stringify([status, { ...fields, instance: '', requestId: '' }, lasting])
}
const outcomeOf = (status: number): 'passes' | number => ([401, 403, 404, 429].includes(status) || status >= 500 ? status : 'passes')

test('the table and the wishes speak of every route there is, and of no other', () => {
  const there = [...window.routes, ...windowRoutes()].map(({ operationId }) => operationId).toSorted()
  expect(Object.keys(TABLE).toSorted()).toEqual(there)
  expect(Object.keys(WISHES).toSorted()).toEqual(there)
})

test('every cell is as the table says, and another’s is not there exactly as nothing is not there', async () => {
  const wrong: string[] = []
  const leaks: string[] = []
  let cells = 0
  const all = [...window.routes, ...windowRoutes()]
  for (const [operationId, { path, body, headers, before }] of Object.entries(WISHES)) {
    const { method } = all.find((row) => row.operationId === operationId) ?? { method: 'GET' }
    await before?.()
    const subjects: readonly Subject[] = TABLE[operationId]?.see === undefined ? ['none'] : ['nothing', 'it']
    const cell = async (caller: CallerName): Promise<void> => {
      const replies: Reply[] = []
      for (const subject of subjects) {
        const reply = await ask(method, path(subject), { ...headers, ...credentials.get(caller) }, body?.(subject, caller))
        replies.push(reply)
        cells++
        const expected = expectedOf(operationId, caller, subject)
        if (outcomeOf(reply.status) !== expected)
          wrong.push(`${operationId} by ${caller} on ${subject}: expected ${expected}, got ${reply.status} ${reply.text.slice(0, 200)}`)
      }
      const [nothing, it] = replies
      if (nothing?.status === 404 && it?.status === 404 && bare(nothing) !== bare(it))
        leaks.push(`${operationId} by ${caller}: ${bare(nothing)} / ${bare(it)}`)
    }
    // Who passes may change what the others would then meet, so he comes last, and one after the other.
    const passes = (name: CallerName): boolean => expectedOf(operationId, name, subjects.at(-1) ?? 'none') === 'passes'
    const asking = CALLERS.filter((name) => operationId !== 'deleteSession' || credentials.get(name)?.['cookie'] === undefined)
    await Promise.all(asking.filter((name) => !passes(name)).map(cell))
    if (method === 'GET') await Promise.all(asking.filter(passes).map(cell))
    else for (const caller of asking.filter(passes)) await cell(caller)
  }
  console.log(`access matrix: ${cells} cells of ${all.length} routes × ${CALLERS.length} callers`)
  expect(wrong).toEqual([])
  expect(leaks).toEqual([])
  expect(cells).toBeGreaterThan(1500)
}, 600_000)
