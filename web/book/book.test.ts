// The form of a hold: box numbers checked as typed, what is missing named, the request as the window's own schema takes it.
import { expect, test } from 'vitest'
import { bookingRequest, type Itinerary, type Quote } from '#model'
import { readBoxes } from './boxes.ts'
import { differenceOf, nearestFirst } from './differences.ts'
import { type BookDraft, bookingRequestOf, checkBooking, EMPTY_BOOKING, wantedBoxes } from './draft.ts'

const quote: Quote = {
  id: 'qte_1',
  networkVersion: 1,
  createdDateTime: '2026-12-01T01:00:00Z',
  expiresDateTime: '2026-12-02T01:00:00Z',
  currency: 'CNY',
  itineraries: [],
  exchangeRates: [],
  excluded: [],
  places: {},
  entrustment: {
    carrierAcceptanceLocation: { placeId: 'a' },
    consigneeReceiptLocation: { placeId: 'b' },
    readyDateTime: '2026-12-01T01:00:00Z',
    currency: 'CNY',
    cargoFormCode: 'CONTAINERISED',
    requestedEquipment: [
      { unitTypeCode: '40HC', quantity: 1 },
      { unitTypeCode: '20GP', quantity: 2 },
      { unitTypeCode: '40HC', quantity: 1 },
    ],
    includedConsignmentItem: [{ sequenceNumber: 1, grossWeightKg: 1, natureIdentificationCargo: { identificationText: 'x' } }],
  },
}
const filled: BookDraft = { ...EMPTY_BOOKING, consignee: { partyId: 'pty_1', name: 'Rhein', email: '' } }

test('box numbers are read as people paste them and each fault is named', () => {
  expect(
    readBoxes('csqu 305438-3, S1，S2\n\nCSQU3054384\nfoo\nCSQU3054383').map(({ id, seals, fault }) => [id, seals.length, fault]),
  ).toEqual([
    ['CSQU3054383', 2, undefined],
    ['CSQU3054384', 0, 'box-digit'],
    ['FOO', 0, 'box-form'],
    ['CSQU3054383', 0, 'box-twice'],
  ])
  expect(readBoxes(' \n')).toEqual([])
})

test('boxes of one type are asked for in one field', () => {
  expect(wantedBoxes(quote)).toEqual([
    { unitTypeCode: '40HC', quantity: 2 },
    { unitTypeCode: '20GP', quantity: 2 },
  ])
})

test('a consignee is needed, an e-mail must be one, and there are no more boxes than asked for', () => {
  expect([...checkBooking(EMPTY_BOOKING, quote)]).toEqual([['/consignee/name', 'missing']])
  expect([...checkBooking({ ...filled, consignee: { name: 'A', email: 'nowhere' } }, quote)]).toEqual([['/consignee/email', 'bad-email']])
  expect([...checkBooking({ ...filled, consignor: { name: '', email: 'a@b.cn' } }, quote)]).toEqual([['/consignor/name', 'missing']])
  const boxes = { '20GP': 'CSQU3054383\nMSKU0000004\nTGHU0000003' }
  expect(checkBooking({ ...filled, boxes: { '20GP': 'MSKU0000005' } }, quote).get('/boxes/20GP')).toBe('box-digit')
  expect([...checkBooking({ ...filled, boxes }, quote).keys()]).toEqual(['/boxes/20GP'])
  expect(checkBooking(filled, quote).size).toBe(0)
})

test('what is sent is what the window takes', () => {
  const draft: BookDraft = {
    reference: ' PO-1 ',
    consignee: { name: 'Rhein Elektronik', email: 'eingang@rhein.example' },
    consignor: { partyId: 'pty_2', name: 'Xiyong', email: '' },
    boxes: { '40HC': 'CSQU3054383, S1' },
  }
  const request = bookingRequestOf(draft, quote, 'itn_1')
  expect(bookingRequest.parse(request)).toEqual({
    quoteId: 'qte_1',
    itineraryId: 'itn_1',
    consignorAssignedId: 'PO-1',
    consignor: { partyId: 'pty_2' },
    consignee: { name: 'Rhein Elektronik', definedContactDetails: [{ emailAddress: 'eingang@rhein.example' }] },
    usedTransportEquipment: [{ id: 'CSQU3054383', unitTypeCode: '40HC', affixedSeal: [{ id: 'S1' }] }],
  })
  expect(bookingRequest.parse(bookingRequestOf(filled, quote, 'itn_1'))).toEqual({
    quoteId: 'qte_1',
    itineraryId: 'itn_1',
    consignee: { partyId: 'pty_1' },
  })
})

const chain = (id: string, minor: string, arrivalDateTime: string, emissionG: number): Itinerary => ({
  id,
  labels: [],
  criteria: { arrivalDateTime, totalAmount: { minor, currency: 'CNY' }, emissionG },
  elements: [],
  applicableServiceCharge: [],
  unpriced: [],
})

test('another chain is told by what it changes, the least dear first', () => {
  const gone = chain('itn_0', '1000', '2026-12-10T00:00:00Z', 500)
  const dear = chain('itn_1', '2500', '2026-12-09T00:00:00Z', 400)
  const late = chain('itn_2', '900', '2026-12-12T12:00:00Z', 700)
  expect(differenceOf(gone, dear)).toEqual({ amountMinor: 1500n, minutes: -1440, emissionG: -100 })
  expect(differenceOf(gone, late)).toEqual({ amountMinor: -100n, minutes: 3600, emissionG: 200 })
  expect(nearestFirst(gone, [dear, late]).map(({ id }) => id)).toEqual(['itn_2', 'itn_1'])
})
