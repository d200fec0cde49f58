// A frozen bill of the rail case (case-01) and a key to sign with, for whoever tests bills.
import { base64url, calculateJwkThumbprint, CompactSign, exportJWK, generateKeyPair } from 'jose'
import { type BillDocument, billDocument, credentialOf, subjectChecksum } from '../bill-credential.ts'
import type { Es256PublicKey } from '../did.ts'
import { toLowS } from '../es256.ts'

const [XIYONG, TUANJIECUN, DUISBURG] = ['cq-xiyong-cbz', 'cq-tuanjiecun-rail', 'de-duisburg']
const at = (placeId: string, scheduledOccurrenceDateTime: string) => ({ occurrenceLocation: { placeId }, scheduledOccurrenceDateTime })
const shipper = { partyId: 'pty_01m8mz2a7aeawtjnv7jjwp6jje', name: '西永电子有限公司', demo: true as const }
const carrier = { partyId: 'pty_01m8mz2bdwe9w8j9q2zskctyg5', name: '渝新多式联运有限公司', demo: true as const }
const rail = { partyId: 'pty_01m8mz2bdwe9w8j9q2zskctyg6', name: '渝新铁路班列运营有限公司', demo: true as const }
const road = { partyId: 'pty_01m8mz2bdwe9w8j9q2zskctyg7', name: '巴渝公路运输有限公司', demo: true as const }
const hub = { partyId: 'pty_01m8mz2bdwe9w8j9q2zskctyg8', name: '重庆枢纽港运营有限公司', demo: true as const }
const consignee = { name: 'Rhein Elektronik GmbH', definedContactDetails: [{ emailAddress: 'eingang@rhein-elektronik.example' }] }

/** Boxes with valid ISO 6346 check digits. */
const BOXES = ['CSQU3054383', 'TOLU4734787', 'HLXU2008419']

export const sampleDocument = (changes: Partial<BillDocument> = {}): BillDocument =>
  billDocument.parse({
    transportDocumentReference: 'CQ261201000001771',
    transportDocumentTypeCode: 'MTD',
    isToOrder: false,
    isElectronic: true,
    issueDate: '2026-12-01',
    documentParties: { shipper, consignee, issuingParty: carrier },
    consignment: {
      id: 'csg_01m8mz2g84esd84n8ye9x7nmjc',
      consignmentNumber: 'CQ26-1125-000017',
      createdDateTime: '2026-11-25T01:10:00Z',
      consignorAssignedId: 'PO-2026-1187',
      bookingId: 'bkg_01m8mz2f1jety8qtw6cwxd7fad',
      carrierAcceptanceLocation: { placeId: XIYONG },
      consigneeReceiptLocation: { placeId: DUISBURG },
      consignor: shipper,
      consignee,
      carrier,
      demo: true,
      networkVersion: 1,
      cargoFormCode: 'CONTAINERISED',
      requestedEquipment: [{ unitTypeCode: '40HC', quantity: 3 }],
      usedTransportEquipment: BOXES.map((id, index) => ({ id, unitTypeCode: '40HC', affixedSeal: [{ id: `CQ88012${index}` }] })),
      includedConsignmentItem: [
        {
          sequenceNumber: 1,
          grossWeightKg: 42_500,
          grossVolumeM3: 168.3,
          natureIdentificationCargo: {
            identificationText: '笔记本电脑 laptops',
            statisticalClassificationCode: '847130',
            nomenclatureCode: 'HS2022',
          },
          transportPackage: { typeCode: 'CT', itemQuantity: 12_600, shippingMarks: 'RHEIN / 1187 / 1-12600' },
        },
      ],
      elements: [
        {
          id: 'elm_01m8mz2hepemgam31vt67v4zrf',
          sequenceNumber: 1,
          kind: 'LEG',
          stageCode: 'PRE',
          modeCode: '3',
          serviceId: 'd-l-xiyong-tuan-out',
          distanceKm: 12,
          departureEvent: at(XIYONG, '2026-12-01T04:00:00Z'),
          arrivalEvent: at(TUANJIECUN, '2026-12-01T04:30:00Z'),
          emissionG: 59_160,
          emissionFactorId: 'road-artic-40t-electric-cn',
          carrier: road,
        },
        {
          id: 'elm_01m8mz2hepemgam31vt67v4zrg',
          sequenceNumber: 2,
          kind: 'HUB_OPERATION',
          occurrenceLocation: { placeId: TUANJIECUN },
          operations: [{ operationCode: 'DISCHARGE' }, { operationCode: 'CUSTOMS_EXPORT' }, { operationCode: 'LOADING' }],
          startEvent: { scheduledOccurrenceDateTime: '2026-12-01T04:30:00Z' },
          endEvent: { scheduledOccurrenceDateTime: '2026-12-03T12:00:00Z' },
          emissionG: 100_000,
          emissionFactorId: 'hub-rail-terminal',
          carrier: hub,
        },
        {
          id: 'elm_01m8mz2hepemgam31vt67v4zrh',
          sequenceNumber: 3,
          kind: 'LEG',
          stageCode: 'MAIN',
          modeCode: '2',
          serviceId: 'r-yxo-duisburg-out',
          departureId: 'r-yxo-duisburg-out.20261203T2000',
          distanceKm: 11_179,
          departureEvent: at(TUANJIECUN, '2026-12-03T12:00:00Z'),
          arrivalEvent: at(DUISBURG, '2026-12-17T22:00:00Z'),
          emissionG: 19_004_300,
          emissionFactorId: 'rail-intl-mixed-cis',
          carrier: rail,
        },
        {
          id: 'elm_01m8mz2hepemgam31vt67v4zrk',
          sequenceNumber: 4,
          kind: 'HUB_OPERATION',
          occurrenceLocation: { placeId: DUISBURG },
          operations: [{ operationCode: 'DISCHARGE' }],
          startEvent: { scheduledOccurrenceDateTime: '2026-12-17T22:00:00Z' },
          endEvent: { scheduledOccurrenceDateTime: '2026-12-18T04:00:00Z' },
          emissionG: 100_000,
          emissionFactorId: 'hub-rail-terminal',
        },
      ],
      places: {
        [XIYONG]: { name: { zh: '西永综合保税区', en: 'Xiyong Comprehensive Bonded Zone' }, timeZone: 'Asia/Shanghai' },
        [TUANJIECUN]: { name: { zh: '团结村中心站', en: 'Tuanjiecun Central Container Station' }, timeZone: 'Asia/Shanghai' },
        [DUISBURG]: { name: { zh: '杜伊斯堡', en: 'Duisburg (DIT)' }, timeZone: 'Europe/Berlin' },
      },
    },
    ...changes,
  })

export const SAMPLE_ISSUER = 'did:web:yidan.example'
export const SAMPLE_ISSUED = '2026-12-01T02:00:00Z'

/** The claims of that bill, as issue signs them. */
export async function sampleClaims(document: BillDocument = sampleDocument()): Promise<Record<string, unknown>> {
  const url = 'https://yidan.example/bills/bil_01m8mz2jn8fbmb0w159tn4gjbg'
  const checksum = await subjectChecksum(document)
  return credentialOf({ url, issuer: SAMPLE_ISSUER, document, checksum, validFrom: SAMPLE_ISSUED })
}

export interface SampleKey {
  readonly kid: string
  readonly publicJwk: Es256PublicKey
  /** Signs claims under a header, as ours unless some of it is given otherwise. */
  sign(claims: unknown, header?: Readonly<Record<string, unknown>>): Promise<string>
}

export async function sampleKey(issuer: string = SAMPLE_ISSUER): Promise<SampleKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const { x = '', y = '' } = await exportJWK(publicKey)
  const publicJwk = { kty: 'EC', crv: 'P-256', x, y } as const
  const kid = await calculateJwkThumbprint(publicJwk)
  return {
    kid,
    publicJwk,
    async sign(claims, header = {}) {
      const protectedHeader = { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: `${issuer}#${kid}`, ...header }
      const signed = await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader(protectedHeader)
        .sign(privateKey)
      const [head = '', body = '', signature = ''] = signed.split('.')
      return `${head}.${body}.${base64url.encode(toLowS(base64url.decode(signature)))}`
    },
  }
}
