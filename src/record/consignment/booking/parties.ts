// Who books for whom: consignor, consignee, forwarder and the carrier of the one contract, from what the caller named.
import { ok, type PartyRole, refuse, type Result, type Text, uuidOf, wireId } from '#kernel'
import type { Booking, BookingRequest, FieldError, NamedParty, PartyReference, Refusal } from '#model'

/** A party with an account, as record/parties knows it. */
export interface KnownParty {
  readonly id: string
  readonly name: string
  readonly roles: readonly PartyRole[]
  readonly demo: boolean
}

/** Named as on the day of booking; the ids are UUIDs. */
export interface BookedParties {
  readonly named: Pick<Booking, 'consignor' | 'consignee' | 'freightForwarder' | 'carrier'>
  readonly consignorId?: string
  readonly consigneeId?: string
  readonly freightForwarderId?: string
  readonly carrierId: string
  readonly demo: boolean
}

export interface PartiesAsked {
  readonly caller: KnownParty
  /** The caller's own roles, which may be fewer than his organisation's. */
  readonly roles: readonly PartyRole[]
  readonly known: ReadonlyMap<string, KnownParty>
  /** The city's own multimodal operator. */
  readonly operator: KnownParty | undefined
}

const text = (zh: string, en: string): Text => ({ zh, en })
const referenceOf = (reference: PartyReference | undefined): string | undefined =>
  reference !== undefined && 'partyId' in reference ? reference.partyId : undefined
const uuidIn = (wire: string | undefined): string | undefined => {
  const uuid = wire === undefined ? undefined : uuidOf('pty', wire)
  return uuid?.ok === true ? uuid.value : undefined
}

/** UUIDs of the parties that a request names by their ids, as far as they are ids at all. */
export const partiesNamed = ({ consignor, consignee, carrier }: BookingRequest): string[] =>
  [referenceOf(consignor), referenceOf(consignee), carrier?.partyId].flatMap((wire) => uuidIn(wire) ?? [])

export function bookedParties(request: BookingRequest, asked: PartiesAsked): Result<BookedParties, Refusal> {
  const faults = partyFaults(request, asked)
  if (faults.length > 0) return refuse({ code: 'invalid-request', errors: faults })
  const { caller, roles, known, operator } = asked
  const consignorId = request.consignor === undefined ? caller.id : uuidIn(referenceOf(request.consignor))
  const forAnother = consignorId !== caller.id
  if (forAnother && !roles.includes('FORWARDER')) return refuse(FOR_HIMSELF_ONLY)
  const consigneeId = uuidIn(referenceOf(request.consignee))
  const carrier = known.get(uuidIn(request.carrier?.partyId) ?? '') ?? (forAnother ? caller : operator)
  if (carrier === undefined) return refuse({ code: 'invalid-request', errors: [NO_OPERATOR] })
  return ok({
    named: {
      consignor: request.consignor === undefined ? namedOf(caller) : named(request.consignor, known),
      consignee: named(request.consignee, known),
      ...(forAnother && { freightForwarder: namedOf(caller) }),
      carrier: namedOf(carrier),
    },
    ...(consignorId !== undefined && { consignorId }),
    ...(consigneeId !== undefined && { consigneeId }),
    ...(forAnother && { freightForwarderId: caller.id }),
    carrierId: carrier.id,
    demo: caller.demo,
  })
}

function partyFaults(request: BookingRequest, { known }: PartiesAsked): FieldError[] {
  const fault = (member: string, wire: string | undefined): FieldError[] =>
    wire === undefined || known.has(uuidIn(wire) ?? '')
      ? []
      : [{ pointer: `/${member}/partyId`, code: 'unknown-code', detail: text(`没有单位“${wire}”`, `There is no party “${wire}”`) }]
  const carrier = known.get(uuidIn(request.carrier?.partyId) ?? '')
  return [
    ...fault('consignor', referenceOf(request.consignor)),
    ...fault('consignee', referenceOf(request.consignee)),
    ...fault('carrier', request.carrier?.partyId),
    ...(carrier !== undefined && !carrier.roles.some((role) => role === 'CARRIER' || role === 'FORWARDER') ? [NOT_A_CARRIER] : []),
  ]
}

const FOR_HIMSELF_ONLY: Refusal = {
  code: 'forbidden',
  detail: text(
    '只有货代可以替他人订舱:缺少单位角色 FORWARDER',
    'Only a forwarder may book for another consignor; what is missing: role FORWARDER',
  ),
}
const NO_OPERATOR: FieldError = {
  pointer: '/carrier',
  code: 'missing-member',
  detail: text('本市尚未指定多式联运经营人,请指明承运人', 'This city has no multimodal operator of its own yet; name the carrier'),
}
const NOT_A_CARRIER: FieldError = {
  pointer: '/carrier/partyId',
  code: 'unknown-code',
  detail: text('该单位既非承运人也非货代,不能作为合同承运人', 'That party is neither a carrier nor a forwarder'),
}

export const namedOf = ({ id, name, demo }: KnownParty): NamedParty => ({
  partyId: wireId('pty', id),
  name,
  ...(demo && { demo: true as const }),
})

function named(reference: PartyReference, known: ReadonlyMap<string, KnownParty>): NamedParty {
  if (!('partyId' in reference)) return reference
  const party = known.get(uuidIn(reference.partyId) ?? '')
  return party ? namedOf(party) : { partyId: reference.partyId, name: '' }
}
