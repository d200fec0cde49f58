// What a person fills in to hold a chain, what is wrong with it, and the request it becomes. Pure.
import type { BookingRequest, Quote } from '#model'
import { type BoxLine, readBoxes } from './boxes.ts'

/** A party from the directory, or one typed because it has no account. */
export interface PartyDraft {
  readonly partyId?: string
  readonly name: string
  readonly email: string
}
export interface BookDraft {
  readonly reference: string
  readonly consignee: PartyDraft
  /** Only where somebody books for another. */
  readonly consignor: PartyDraft
  /** By unit type: the text of the field. */
  readonly boxes: Readonly<Record<string, string>>
}
export const NO_PARTY: PartyDraft = { name: '', email: '' }
export const EMPTY_BOOKING: BookDraft = { reference: '', consignee: NO_PARTY, consignor: NO_PARTY, boxes: {} }

export type BookFaults = ReadonlyMap<string, string>

export const wantedBoxes = (quote: Quote | undefined): readonly { readonly unitTypeCode: string; readonly quantity: number }[] => {
  const totals = new Map<string, number>()
  for (const { unitTypeCode, quantity } of quote?.entrustment?.requestedEquipment ?? [])
    totals.set(unitTypeCode, (totals.get(unitTypeCode) ?? 0) + quantity)
  return [...totals].map(([unitTypeCode, quantity]) => ({ unitTypeCode, quantity }))
}

const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)

function partyFaults(pointer: string, party: PartyDraft, needed: boolean): readonly (readonly [string, string])[] {
  if (party.partyId !== undefined) return []
  if (party.name.trim() === '') return needed || party.email !== '' ? [[`${pointer}/name`, 'missing']] : []
  return party.email.trim() !== '' && !isEmail(party.email.trim()) ? [[`${pointer}/email`, 'bad-email']] : []
}

export function checkBooking(draft: BookDraft, quote: Quote): BookFaults {
  const boxes = wantedBoxes(quote).flatMap(({ unitTypeCode, quantity }): [string, string][] => {
    const lines = readBoxes(draft.boxes[unitTypeCode] ?? '')
    const fault = lines.find((line) => line.fault !== undefined)?.fault ?? (lines.length > quantity ? 'box-many' : undefined)
    return fault === undefined ? [] : [[`/boxes/${unitTypeCode}`, fault]]
  })
  return new Map([...partyFaults('/consignee', draft.consignee, true), ...partyFaults('/consignor', draft.consignor, false), ...boxes])
}

type Reference = BookingRequest['consignee']
function referenceOf({ partyId, name, email }: PartyDraft): Reference | undefined {
  if (partyId !== undefined) return { partyId }
  if (name.trim() === '') return undefined
  const emailAddress = email.trim()
  return { name: name.trim(), ...(emailAddress === '' ? {} : { definedContactDetails: [{ emailAddress }] }) }
}

const equipmentOf = (unitTypeCode: string, { id, seals }: BoxLine) => ({
  id,
  unitTypeCode,
  ...(seals.length === 0 ? {} : { affixedSeal: seals.map((seal) => ({ id: seal })) }),
})

export function bookingRequestOf(draft: BookDraft, quote: Quote, itineraryId: string): BookingRequest {
  const consignor = referenceOf(draft.consignor)
  const boxes = wantedBoxes(quote).flatMap(({ unitTypeCode }) =>
    readBoxes(draft.boxes[unitTypeCode] ?? '').map((line) => equipmentOf(unitTypeCode, line)),
  )
  return {
    quoteId: quote.id,
    itineraryId,
    consignee: referenceOf(draft.consignee) ?? { name: '' },
    ...(draft.reference.trim() === '' ? {} : { consignorAssignedId: draft.reference.trim() }),
    ...(consignor === undefined ? {} : { consignor }),
    ...(boxes.length === 0 ? {} : { usedTransportEquipment: boxes }),
  }
}
