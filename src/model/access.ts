// May he? One pure function decides every route: actor, act, subject in; a slice or a refusal out (DESIGN §9).
import type { Caller, PartyRole, Scope } from '#kernel'
import type { Refusal } from './route.ts'

/** What a party is on one consignment; the same party may be several. */
export const CONSIGNMENT_ROLES = [
  'CONSIGNOR',
  'CONSIGNEE',
  'FREIGHT_FORWARDER',
  /** The multimodal operator whose contract and bill it is. */
  'CARRIER',
  /** Runs one of its legs. */
  'ELEMENT_CARRIER',
  /** Handles it at one of its hubs. */
  'HUB_OPERATOR',
  'AUTHORITY',
] as const
export type ConsignmentRole = (typeof CONSIGNMENT_ROLES)[number]

/** How much of a consignment somebody sees; widest first. */
export const SLICES = ['WHOLE', 'WITHOUT_CHARGES', 'OWN_ELEMENTS'] as const
export type Slice = (typeof SLICES)[number]

interface Rule {
  /** Nobody need sign in. */
  readonly open?: true
  /** A person who is in no organisation may, too. */
  readonly anyUser?: true
  /** Only a person at a screen: a key may not make keys. */
  readonly personOnly?: true
  /** The scope a key needs. */
  readonly scope?: Scope
  /** The organisation must be one of these. */
  readonly roles?: readonly PartyRole[]
  /** On a consignment: who may act. Seeing goes by `sliceOf`. */
  readonly on?: readonly ConsignmentRole[]
  /** Only whoever controls the bill. */
  readonly possessor?: true
}

/** Every act of every route, and its rule. A route row names one. */
export const ACTS = {
  'reference.read': { open: true },
  'quote.ask': { open: true },
  'quote.read': { open: true },
  'session.open': { open: true },
  'session.read': { open: true },
  'session.close': { open: true },
  'setup.read': { open: true },
  'setup.finish': { open: true },
  'proof.read': { open: true },
  'changes.read': { open: true },
  'party.list': { scope: 'READ' },
  'party.create': { personOnly: true, roles: ['WINDOW_OPERATOR'] },
  'signing-key.rotate': { personOnly: true, roles: ['WINDOW_OPERATOR'] },
  'key.list': { personOnly: true },
  'key.create': { personOnly: true },
  'key.revoke': { personOnly: true },
  'booking.hold': { scope: 'BOOK', roles: ['SHIPPER', 'FORWARDER'] },
  'booking.list': { scope: 'READ' },
  'booking.read': { scope: 'READ' },
  'booking.confirm': { scope: 'BOOK' },
  'booking.cancel': { scope: 'BOOK' },
  'consignment.list': { scope: 'READ' },
  'consignment.read': { scope: 'READ' },
  'consignment.cancel': { scope: 'BOOK', on: ['CONSIGNOR', 'FREIGHT_FORWARDER'] },
  'work.list': { scope: 'READ' },
  'milestone.read': { scope: 'READ' },
  'milestone.report': { scope: 'REPORT', on: ['CARRIER', 'ELEMENT_CARRIER', 'HUB_OPERATOR', 'AUTHORITY'] },
  'event.capture': { scope: 'REPORT' },
  'event.read-job': { scope: 'READ' },
  'bill.read': { scope: 'READ', on: ['CONSIGNOR', 'CONSIGNEE', 'FREIGHT_FORWARDER', 'CARRIER'] },
  'bill.issue': { scope: 'BILL', on: ['CARRIER'] },
  'bill.transfer': { scope: 'BILL', possessor: true },
  'bill.surrender': { scope: 'BILL', possessor: true },
  'bill.decide': { scope: 'BILL', on: ['CARRIER'] },
} as const satisfies Readonly<Record<string, Rule>>
export type Act = keyof typeof ACTS

/** What the act is on, as the actor's party stands to it. */
export type Subject =
  /** Nothing in particular: a list of one's own, something new. */
  | { readonly kind: 'none' }
  /** Not there at all. */
  | { readonly kind: 'missing' }
  /** A thing of one party's (booking, key, capture job); without a party, of whoever holds its id (a quote). */
  | { readonly kind: 'owned'; readonly by: string | undefined }
  /** `roles`: what the actor's own party is on it; none for a stranger. `possessor`: it controls the bill. */
  | { readonly kind: 'consignment'; readonly roles: readonly ConsignmentRole[]; readonly possessor?: boolean }

export type Verdict =
  | { readonly allowed: true; readonly slice: Slice }
  | { readonly allowed: false; readonly code: 'unauthenticated' | 'not-found' }
  /** `right` is what is missing: "role SHIPPER or FORWARDER". */
  | { readonly allowed: false; readonly code: 'forbidden'; readonly right: string }

const WHOLE: Verdict = { allowed: true, slice: 'WHOLE' }
const NOT_FOUND: Verdict = { allowed: false, code: 'not-found' }
const forbidden = (right: string): Verdict => ({ allowed: false, code: 'forbidden', right })

/** The law: whoever may not see it gets 404, as if it were not there; 403 only for an act on what he sees. */
export function may(actor: Caller, act: Act, subject: Subject): Verdict {
  const rule: Rule = ACTS[act]
  if (actor.kind === 'system') return subject.kind === 'missing' ? NOT_FOUND : WHOLE
  const entry = entryOf(actor, rule)
  if (entry !== undefined && entry.code === 'unauthenticated') return entry
  const partyId = actor.kind === 'party' ? actor.partyId : undefined
  switch (subject.kind) {
    case 'none':
      return entry ?? WHOLE
    case 'missing':
      return NOT_FOUND
    case 'owned':
      return subject.by === undefined || subject.by === partyId ? (entry ?? WHOLE) : NOT_FOUND
    case 'consignment': {
      const slice = sliceOf(subject.roles, subject.possessor === true)
      if (slice === undefined) return NOT_FOUND
      if (entry !== undefined) return entry
      if (rule.possessor === true && subject.possessor !== true) return forbidden('possession of the bill')
      const byPossession = act === 'bill.read' && subject.possessor === true
      if (rule.on !== undefined && !byPossession && !rule.on.some((role) => subject.roles.includes(role)))
        return forbidden(`role on the consignment: ${rule.on.join(' or ')}`)
      return { allowed: true, slice }
    }
  }
}

/** The verdict as an answer: what is missing is named only to whoever sees the thing. */
export function refusalOf(verdict: Extract<Verdict, { allowed: false }>): Refusal {
  if (verdict.code !== 'forbidden') return { code: verdict.code }
  return { code: 'forbidden', detail: { zh: `缺少权限:${rightInChinese(verdict.right)}`, en: `What is missing: ${verdict.right}` } }
}

/** Codes stay as they are: they are what the caller's administrator has to grant. */
const rightInChinese = (right: string): string =>
  right
    .replace('membership of an organisation', '须属于某个单位')
    .replace('a person signed in', '须由本人登录操作')
    .replace('possession of the bill', '须为提单的持有人')
    .replace('role on the consignment: ', '在此票货物中的角色 ')
    .replace('scope ', '密钥范围 ')
    .replace('role ', '单位角色 ')
    .replaceAll(' or ', ' 或 ')

/** Why this actor may not begin the act at all, whatever it is on. */
function entryOf(actor: Exclude<Caller, { kind: 'system' }>, rule: Rule): Extract<Verdict, { allowed: false }> | undefined {
  if (rule.open === true) return undefined
  if (actor.kind === 'anonymous') return { allowed: false, code: 'unauthenticated' }
  if (actor.kind === 'user')
    return rule.anyUser === true ? undefined : { allowed: false, code: 'forbidden', right: 'membership of an organisation' }
  if (rule.personOnly === true && actor.userId === undefined) return { allowed: false, code: 'forbidden', right: 'a person signed in' }
  if (rule.scope !== undefined && !actor.scopes.includes(rule.scope))
    return { allowed: false, code: 'forbidden', right: `scope ${rule.scope}` }
  if (rule.roles !== undefined && !rule.roles.some((role) => actor.roles.includes(role)))
    return { allowed: false, code: 'forbidden', right: `role ${rule.roles.join(' or ')}` }
  return undefined
}

/** The widest that applies: contract parties see it whole, consignee and possessor all but the prices, whoever handles it his own part. */
function sliceOf(roles: readonly ConsignmentRole[], isPossessor: boolean): Slice | undefined {
  if (roles.some((role) => role === 'CONSIGNOR' || role === 'FREIGHT_FORWARDER' || role === 'CARRIER')) return 'WHOLE'
  if (roles.includes('CONSIGNEE') || isPossessor) return 'WITHOUT_CHARGES'
  return roles.length > 0 ? 'OWN_ELEMENTS' : undefined
}
