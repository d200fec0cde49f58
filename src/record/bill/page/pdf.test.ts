import { beforeAll, describe, expect, test } from 'vitest'
import { type BillDocument, didDocumentOf, extractVcFromPdf, subjectChecksum, verifyBill } from '#model'
import { SAMPLE_ISSUER, sampleClaims, sampleDocument, sampleKey, type SampleKey } from '#model/testing'
import { unrenderableIn } from './glyphs.ts'
import { renderBill } from './pdf.ts'
import { descriptionOf, localTime, packagesOf, placeNames } from './words.ts'

let key: SampleKey
beforeAll(async () => {
  key = await sampleKey()
})

const rendered = async (document: BillDocument) =>
  renderBill({
    document,
    vc: await key.sign(await sampleClaims(document)),
    url: 'https://yidan.example/bills/bil_01m8mz2jn8fbmb0w159tn4gjbg',
    checksum: await subjectChecksum(document),
    issuer: SAMPLE_ISSUER,
    kid: key.kid,
    issuedAt: Temporal.Instant.from('2026-12-01T02:00:00Z'),
  })
const bytesOf = async (document: BillDocument): Promise<Uint8Array> => {
  const page = await rendered(document)
  if (!page.ok) throw new Error(JSON.stringify(page.error))
  return page.value
}
const pagesIn = (bytes: Uint8Array): number =>
  Buffer.from(bytes)
    .toString('latin1')
    .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0
const withConsignment = (changes: Partial<BillDocument['consignment']>): BillDocument => {
  const document = sampleDocument()
  return { ...document, consignment: { ...document.consignment, ...changes } }
}
const laptops = (): BillDocument['consignment']['includedConsignmentItem'][number] => {
  const [item] = sampleDocument().consignment.includedConsignmentItem
  if (item === undefined) throw new Error('the sample has goods')
  return item
}
const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ ...laptops(), sequenceNumber: index + 1 }))

describe('the page', () => {
  test('one A4 page for an ordinary bill, and the signed original in it proves genuine', async () => {
    const bytes = await bytesOf(sampleDocument())
    expect(pagesIn(bytes)).toBe(1)
    expect(Buffer.from(bytes).toString('latin1')).toContain('[0 0 595.28 841.89]')
    const carried = await extractVcFromPdf(bytes)
    if (!carried.ok) throw new Error(carried.error.en)
    expect(await verifyBill(carried.value, didDocumentOf(SAMPLE_ISSUER, [key]))).toMatchObject({ ok: true })
  })

  test('a file that was cut anywhere gives the whole signed original or none of it', async () => {
    const bytes = await bytesOf(sampleDocument())
    const whole = await extractVcFromPdf(bytes)
    const cuts = Array.from({ length: 200 }, (_, index) => Math.floor((bytes.length * index) / 200))
    const carried = await Promise.all(cuts.map((cut) => extractVcFromPdf(bytes.subarray(0, cut))))
    expect(carried.filter(({ ok }) => !ok).length).toBeGreaterThan(3)
    for (const one of carried.filter(({ ok }) => ok)) expect(one).toEqual(whole)
  })

  test('as many pages as the goods need, up to the 999 items and boxes of the contract', async () => {
    const boxes = Array.from({ length: 999 }, (_, index) => ({ id: `CSQU${String(index).padStart(7, '0')}`, unitTypeCode: '40HC' }))
    const long = await bytesOf(withConsignment({ includedConsignmentItem: lines(999), usedTransportEquipment: boxes }))
    expect(pagesIn(long)).toBeGreaterThan(20)
    expect(pagesIn(long)).toBeLessThan(60)
  })
})

test('the longest texts the contract takes stay on their pages', async () => {
  const name = '重庆'.repeat(100)
  const goods = {
    ...laptops(),
    natureIdentificationCargo: { identificationText: '货'.repeat(500) },
    transportPackage: { typeCode: 'CT', itemQuantity: 10_000_000, shippingMarks: 'M'.repeat(500) },
    transportDangerousGoods: Array.from({ length: 99 }, () => ({
      uNDGID: '3480',
      hazardClassificationID: '9',
      properShippingName: 'LITHIUM '.repeat(25).trim(),
      netWeightKg: 1,
    })),
    associatedTransportEquipment: Array.from({ length: 999 }, (_, index) => ({ id: `CSQU${String(index).padStart(7, '0')}` })),
  }
  const party = { name, definedContactDetails: Array.from({ length: 5 }, () => ({ personName: name, emailAddress: 'a@b.example' })) }
  const document = withConsignment({ includedConsignmentItem: [goods] })
  const bytes = await bytesOf({
    ...document,
    documentParties: { shipper: party, consignee: party, issuingParty: party, freightForwarder: party },
  })
  expect(pagesIn(bytes)).toBeGreaterThan(8)
  expect(pagesIn(bytes)).toBeLessThan(20)
})

describe('text outside the font', () => {
  test.each(['Żółw', '🚢', 'İzmir', '\u{20BB7}野家'])('%s is refused, with its place', async (name) => {
    const document = sampleDocument()
    const { documentParties } = document
    const page = await rendered({ ...document, documentParties: { ...documentParties, consignee: { name } } })
    expect(page).toMatchObject({
      ok: false,
      error: { code: 'unrenderable-text', errors: [{ pointer: '/documentParties/consignee/name' }] },
    })
  })

  test.each(['Müller & Söhne Großhandel', 'Алматы', '圓山飯店', 'São Tomé – Nº 5', '０１２ＡＢＣ'])('%s is set', async (name) => {
    const document = sampleDocument()
    expect((await rendered({ ...document, documentParties: { ...document.documentParties, consignee: { name } } })).ok).toBe(true)
  })

  test('each character once, pointers escaped, at most twenty places', () => {
    const has = (codePoint: number): boolean => codePoint < 128
    expect(unrenderableIn({ 'a/b': 'żżż', ok: 'abc' }, has)?.errors).toMatchObject([
      { pointer: '/a~1b', detail: { en: 'has characters that the font lacks: ż (U+017C)' } },
    ])
    expect(
      unrenderableIn(
        Array.from({ length: 50 }, () => 'ż'),
        has,
      )?.errors,
    ).toHaveLength(20)
    expect(unrenderableIn({ a: ['b', { c: 1 }] }, has)).toBeUndefined()
  })
})

describe('facts as they are written', () => {
  test('dangerous goods and temperature are on the page', () => {
    expect(
      descriptionOf({
        sequenceNumber: 1,
        grossWeightKg: 1,
        natureIdentificationCargo: { identificationText: 'batteries', statisticalClassificationCode: '850760' },
        transportDangerousGoods: [
          { uNDGID: '1263', hazardClassificationID: '3', properShippingName: 'PAINT', packagingDangerLevelCode: '2', netWeightKg: 1500 },
        ],
        transportTemperature: { minimumC: 2, maximumC: 8 },
      }),
    ).toEqual(['batteries', 'HS 850760', '危险品 Dangerous goods: UN 1263, PAINT, 3, PG II, 1,500 kg net', '温度 Temperature: 2 °C – 8 °C'])
  })

  test('times are local to the place, places by both names, points by their figures', () => {
    const { places } = sampleDocument().consignment
    expect(localTime('2026-12-17T22:00:00Z', 'de-duisburg', places)).toBe('2026-12-17 23:00 +01:00')
    expect(localTime('2026-12-17T22:00:00Z', undefined, places)).toBe('2026-12-17 22:00 +00:00')
    expect(localTime(undefined, 'de-duisburg', places)).toBe('')
    expect(placeNames({ placeId: 'de-duisburg' }, places)).toEqual({ zh: '杜伊斯堡', en: 'Duisburg (DIT)' })
    expect(placeNames({ geographicalCoordinates: { latitude: 29.6, longitude: 106.7 }, countryCode: 'CN' }, places).en).toBe(
      '29.6, 106.7, CN',
    )
  })

  test('packages by their word, unknown codes as they are', () => {
    expect(packagesOf({ ...laptops(), transportPackage: { typeCode: 'CT', itemQuantity: 1200 } })).toBe('1,200 纸箱 cartons')
    expect(packagesOf({ ...laptops(), transportPackage: { typeCode: 'ZZ', itemQuantity: 1 } })).toBe('1 ZZ')
  })
})
