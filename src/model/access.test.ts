import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Caller, PARTY_ROLES, type PartyRole, type Scope, SCOPES } from '#kernel'
import {
  type Act,
  ACTS,
  CONSIGNMENT_ROLES,
  type ConsignmentRole,
  may,
  refusalOf,
  SLICES,
  type Slice,
  type Subject,
  type Verdict,
} from './access.ts'

const acts = Object.keys(ACTS).filter((name): name is Act => name in ACTS)
const anonymous: Caller = { kind: 'anonymous' }
const user: Caller = { kind: 'user', userId: 'u' }
const system: Caller = { kind: 'system', name: 'job' }
const person = (roles: readonly PartyRole[] = PARTY_ROLES): Caller => ({
  kind: 'party',
  partyId: 'mine',
  roles,
  scopes: SCOPES,
  userId: 'u',
})
const key = (scopes: readonly Scope[] = SCOPES, roles: readonly PartyRole[] = PARTY_ROLES): Caller => ({
  kind: 'party',
  partyId: 'mine',
  roles,
  scopes,
  keyId: 'k',
})
const none: Subject = { kind: 'none' }
const missing: Subject = { kind: 'missing' }
const on = (roles: readonly ConsignmentRole[], possessor?: boolean): Subject => ({
  kind: 'consignment',
  roles,
  ...(possessor === undefined ? {} : { possessor }),
})
/** What somebody else's looks like to a party that is not on it. */
const strange: readonly Subject[] = [{ kind: 'owned', by: 'another' }, on([]), on([], false)]

const anyAct = fc.constantFrom(...acts)
const anyRoles = fc.subarray([...CONSIGNMENT_ROLES])
const anyParty = fc
  .record({ roles: fc.subarray([...PARTY_ROLES]), scopes: fc.subarray([...SCOPES]), isPerson: fc.boolean() })
  .map(({ roles, scopes, isPerson }): Caller => ({
    kind: 'party',
    partyId: 'mine',
    roles,
    scopes,
    ...(isPerson ? { userId: 'u' } : { keyId: 'k' }),
  }))
const anyCaller = fc.oneof(fc.constantFrom(anonymous, user), anyParty)
const anySubject = fc.oneof(
  fc.constantFrom<Subject>(none, missing, ...strange, { kind: 'owned', by: 'mine' }, { kind: 'owned', by: undefined }),
  fc.record({ roles: anyRoles, possessor: fc.boolean() }).map(({ roles, possessor }) => on(roles, possessor)),
)
const codeOf = (verdict: Verdict): string => (verdict.allowed ? 'allowed' : verdict.code)
const width = (slice: Slice): number => SLICES.length - SLICES.indexOf(slice)

describe('laws', () => {
  test("another's and what is not there are one answer, whoever asks and whatever he may otherwise do", () => {
    fc.assert(
      fc.property(anyCaller, anyAct, fc.constantFrom(...strange), (actor, act, subject) => {
        expect(may(actor, act, subject)).toEqual(may(actor, act, missing))
      }),
    )
  })

  test('a stranger who is signed in gets 404 and never 403; whoever is not signed in is asked to sign in, but for what is open', () => {
    fc.assert(
      fc.property(anyParty, anyAct, fc.constantFrom(missing, ...strange), (actor, act, subject) => {
        expect(may(actor, act, subject)).toEqual({ allowed: false, code: 'not-found' })
        expect(may(user, act, subject)).toEqual({ allowed: false, code: 'not-found' })
        expect(may(anonymous, act, subject)).toEqual({ allowed: false, code: 'open' in ACTS[act] ? 'not-found' : 'unauthenticated' })
      }),
    )
  })

  test('403 only for what the actor sees, and it names the right', () => {
    fc.assert(
      fc.property(anyParty, anyAct, anySubject, (actor, act, subject) => {
        const verdict = may(actor, act, subject)
        if (verdict.allowed || verdict.code !== 'forbidden') return
        expect(verdict.right).not.toBe('')
        const sees =
          subject.kind === 'none' ||
          (subject.kind === 'owned' && subject.by !== 'another') ||
          (subject.kind === 'consignment' && (subject.roles.length > 0 || subject.possessor === true))
        expect(sees).toBe(true)
      }),
    )
  })

  test('more roles, scopes or standing on it never take anything away', () => {
    fc.assert(
      fc.property(anyParty, anyAct, anyRoles, anyRoles, fc.boolean(), (actor, act, roles, more, possessor) => {
        const [less, wider] = [may(actor, act, on(roles, false)), may(actor, act, on([...roles, ...more], possessor))]
        const grown = actor.kind === 'party' ? { ...actor, roles: PARTY_ROLES, scopes: SCOPES, userId: 'u' } : actor
        const most = may(grown, act, on(roles, false))
        if (!less.allowed) return
        expect(wider.allowed && width(wider.slice) >= width(less.slice)).toBe(true)
        expect(most).toEqual(less)
      }),
    )
  })

  test('what is seen goes by the standing on it alone, not by the act', () => {
    fc.assert(
      fc.property(anyParty, anyAct, anyAct, anyRoles, fc.boolean(), (actor, one, other, roles, possessor) => {
        const [a, b] = [may(actor, one, on(roles, possessor)), may(actor, other, on(roles, possessor))]
        expect(!a.allowed || !b.allowed || a.slice === b.slice).toBe(true)
      }),
    )
  })

  test('the system may do everything but what is not there', () => {
    fc.assert(
      fc.property(anyAct, anySubject, (act, subject) => {
        expect(may(system, act, subject)).toEqual(
          subject.kind === 'missing' ? { allowed: false, code: 'not-found' } : { allowed: true, slice: 'WHOLE' },
        )
      }),
    )
  })

  test('whatever is missing is said in both languages, and nothing of it when it is not there', () => {
    fc.assert(
      fc.property(anyCaller, anyAct, anySubject, (actor, act, subject) => {
        const verdict = may(actor, act, subject)
        if (verdict.allowed) return
        const refusal = refusalOf(verdict)
        expect(refusal.detail === undefined).toBe(verdict.code !== 'forbidden')
        expect(refusal.detail?.zh ?? '').not.toMatch(/ or |organisation|signed|possession|scope/)
      }),
    )
  })
})

describe('who may begin', () => {
  const OPEN = [
    'reference.read',
    'quote.ask',
    'quote.read',
    'session.open',
    'session.read',
    'session.close',
    'setup.read',
    'setup.finish',
    'proof.read',
    'changes.read',
  ]
  test.each(acts)('%s', (act) => {
    const open = OPEN.includes(act)
    expect(may(anonymous, act, none)).toEqual(open ? { allowed: true, slice: 'WHOLE' } : { allowed: false, code: 'unauthenticated' })
    expect(may(user, act, none)).toEqual(
      open ? { allowed: true, slice: 'WHOLE' } : { allowed: false, code: 'forbidden', right: 'membership of an organisation' },
    )
    expect(may(person(), act, none)).toEqual({ allowed: true, slice: 'WHOLE' })
  })

  test.each<[Scope, readonly Act[]]>([
    [
      'READ',
      [
        'party.list',
        'booking.list',
        'booking.read',
        'consignment.list',
        'consignment.read',
        'work.list',
        'milestone.read',
        'event.read-job',
        'bill.read',
      ],
    ],
    ['BOOK', ['booking.hold', 'booking.confirm', 'booking.cancel', 'consignment.cancel']],
    ['REPORT', ['milestone.report', 'event.capture']],
    ['BILL', ['bill.issue', 'bill.transfer', 'bill.surrender', 'bill.decide']],
  ])('a key of scope %s does these and what is open, and no other', (scope, own) => {
    for (const act of acts) {
      const verdict = may(key([scope]), act, none)
      expect([act, codeOf(verdict)]).toEqual([act, OPEN.includes(act) || own.includes(act) ? 'allowed' : 'forbidden'])
    }
  })

  test('every act that is not open asks for a scope or for a person', () => {
    for (const act of acts) expect([act, OPEN.includes(act) || may(key([]), act, none).allowed]).toEqual([act, OPEN.includes(act)])
  })

  test.each<Act>(['key.list', 'key.create', 'key.revoke', 'party.create', 'signing-key.rotate'])(
    '%s is for a person, whatever the key',
    (act) => {
      expect(may(key(), act, none)).toEqual({ allowed: false, code: 'forbidden', right: 'a person signed in' })
    },
  )

  test.each<[Act, readonly PartyRole[]]>([
    ['booking.hold', ['SHIPPER', 'FORWARDER']],
    ['party.create', ['WINDOW_OPERATOR']],
    ['signing-key.rotate', ['WINDOW_OPERATOR']],
  ])('%s is for organisations that are %j', (act, roles) => {
    for (const role of PARTY_ROLES) {
      const verdict = may(person([role]), act, none)
      const refused = { allowed: false, code: 'forbidden', right: `role ${roles.join(' or ')}` }
      expect([role, verdict]).toEqual([role, roles.includes(role) ? { allowed: true, slice: 'WHOLE' } : refused])
    }
  })
})

describe('on a consignment', () => {
  test.each<[readonly ConsignmentRole[], boolean, Slice]>([
    [['CONSIGNOR'], false, 'WHOLE'],
    [['FREIGHT_FORWARDER'], false, 'WHOLE'],
    [['CARRIER'], false, 'WHOLE'],
    [['CONSIGNEE'], false, 'WITHOUT_CHARGES'],
    [['ELEMENT_CARRIER'], false, 'OWN_ELEMENTS'],
    [['HUB_OPERATOR'], false, 'OWN_ELEMENTS'],
    [['AUTHORITY'], false, 'OWN_ELEMENTS'],
    [['ELEMENT_CARRIER', 'CONSIGNEE'], false, 'WITHOUT_CHARGES'],
    [['HUB_OPERATOR', 'CARRIER'], false, 'WHOLE'],
    [[], true, 'WITHOUT_CHARGES'],
    // Who handles it and holds the bill sees no less than who holds the bill alone.
    [['ELEMENT_CARRIER'], true, 'WITHOUT_CHARGES'],
    [['CONSIGNOR'], true, 'WHOLE'],
  ])('%j, possessor %j, sees %s', (roles, possessor, slice) => {
    expect(may(person(), 'consignment.read', on(roles, possessor))).toEqual({ allowed: true, slice })
  })

  test.each<[Act, readonly ConsignmentRole[]]>([
    ['consignment.cancel', ['CONSIGNOR', 'FREIGHT_FORWARDER']],
    ['milestone.report', ['CARRIER', 'ELEMENT_CARRIER', 'HUB_OPERATOR', 'AUTHORITY']],
    ['bill.read', ['CONSIGNOR', 'CONSIGNEE', 'FREIGHT_FORWARDER', 'CARRIER']],
    ['bill.issue', ['CARRIER']],
    ['bill.decide', ['CARRIER']],
    ['bill.transfer', []],
    ['bill.surrender', []],
    ['consignment.read', CONSIGNMENT_ROLES],
    ['milestone.read', CONSIGNMENT_ROLES],
  ])('%s is for %j', (act, roles) => {
    for (const role of CONSIGNMENT_ROLES) {
      const verdict = may(person(), act, on([role]))
      expect([role, codeOf(verdict)]).toEqual([role, roles.includes(role) ? 'allowed' : 'forbidden'])
    }
  })

  test('whoever controls the bill, on the consignment or not, reads it and acts on it; its carrier alone decides', () => {
    for (const roles of [[], ['CONSIGNEE'], ['ELEMENT_CARRIER']] as const)
      for (const act of ['bill.read', 'bill.transfer', 'bill.surrender'] as const)
        expect(may(person(), act, on(roles, true)).allowed).toBe(true)
    expect(may(person(), 'bill.decide', on([], true))).toMatchObject({ code: 'forbidden' })
    expect(may(person(), 'bill.issue', on(['CONSIGNEE'], true))).toMatchObject({ code: 'forbidden' })
  })

  test("a key without the scope is told so on its own, and gets 404 on another's", () => {
    expect(may(key(['READ']), 'bill.issue', on(['CARRIER']))).toEqual({ allowed: false, code: 'forbidden', right: 'scope BILL' })
    expect(may(key(['READ']), 'bill.issue', on([]))).toEqual({ allowed: false, code: 'not-found' })
  })
})

describe("one party's own", () => {
  test('the owner, and for what nobody owns whoever holds its id', () => {
    expect(may(person(), 'booking.read', { kind: 'owned', by: 'mine' })).toEqual({ allowed: true, slice: 'WHOLE' })
    expect(may(person(), 'booking.read', { kind: 'owned', by: undefined })).toEqual({ allowed: true, slice: 'WHOLE' })
    expect(may(anonymous, 'quote.read', { kind: 'owned', by: undefined })).toEqual({ allowed: true, slice: 'WHOLE' })
    expect(may(anonymous, 'quote.read', { kind: 'owned', by: 'mine' })).toEqual({ allowed: false, code: 'not-found' })
    expect(may(user, 'quote.read', { kind: 'owned', by: 'mine' })).toEqual({ allowed: false, code: 'not-found' })
  })
})
