// The rules of events: GS1's examples pass, its schema agrees with what we keep, and each bad input has its code.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { describe, expect, it, test } from 'vitest'
import { assert } from '#kernel'
import { isObject } from './context.ts'
import { readDocument } from './document.ts'
import { eventFaults } from './event-rules.ts'
import { hasWrongCheckDigit } from './identifiers.ts'

const FOLDER = '/work/shared/conformance/epcis'
const now = Temporal.Instant.from('2026-12-03T12:11:00Z')

function faultsOf(text: string): string[] {
  const read = readDocument(text, JSON.parse(text))
  if (!read.ok) return read.error.map(({ pointer, code }) => `${pointer} ${code}`)
  const { namespaces, events } = read.value
  return events.flatMap(({ value, pointer }) =>
    eventFaults(value, { namespaces, pointer, now }).map((fault) => `${fault.pointer} ${fault.code}`),
  )
}

/** GS1's examples that are no capture document, or break a rule of ours that GS1's schema does not have. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'EPCISQueryDocument.jsonld': ['/type wrong-type', '/epcisBody/eventList missing-member', '/epcisBody/queryResults unknown-member'],
}

describe.skipIf(!existsSync(FOLDER))('outside examples and schema (skipped where the folder is absent)', () => {
  const examples = existsSync(FOLDER)
    ? readdirSync(join(FOLDER, 'examples'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jsonld'))
    : []
  const schema = (): ((value: unknown) => string[]) => {
    const ajv = new Ajv({ strict: false, allErrors: false })
    addFormats.default(ajv)
    const validate = ajv.compile(JSON.parse(readFileSync(join(FOLDER, 'EPCIS-JSON-Schema.json'), 'utf8')))
    return (value) => (validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`))
  }

  it('finds some', () => {
    expect(examples.length).toBeGreaterThanOrEqual(45)
  })

  test.each(examples)('%s', (name) => {
    const text = readFileSync(join(FOLDER, 'examples', name), 'utf8')
    expect(faultsOf(text)).toEqual(EXPECTED[name] ?? [])
  })

  it('whatever we keep, GS1’s schema accepts', () => {
    const broken = schema()
    const texts = examples.map((name) => readFileSync(join(FOLDER, 'examples', name), 'utf8')).filter((text) => faultsOf(text).length === 0)
    expect(texts.length).toBeGreaterThanOrEqual(45)
    expect(texts.flatMap((text) => broken(JSON.parse(text)))).toEqual([])
    for (const event of [good, aggregation]) expect(broken(JSON.parse(documentOf(event)))).toEqual([])
  })
})

const good = {
  type: 'ObjectEvent',
  action: 'OBSERVE',
  bizStep: 'departing',
  disposition: 'in_transit',
  epcList: ['urn:epc:id:bic:CSQU3054383'],
  eventTime: '2026-12-03T12:10:00.000Z',
  eventTimeZoneOffset: '+08:00',
  readPoint: { id: 'https://yidan.example/places/cq-tuanjiecun-rail' },
  'yidan:consignment': 'csg_01m8mz2g84esd84n8ye9x7nmjc',
  'yidan:element': 'elm_01m8mz2hepemgam31vt67v4zrh',
  'yidan:milestone': 'DEPARTED',
}
const aggregation = {
  ...good,
  type: 'AggregationEvent',
  action: 'ADD',
  parentID: 'urn:epc:id:imovn:9074729',
  childEPCs: good.epcList,
  epcList: undefined,
}
const documentOf = (event: unknown): string =>
  JSON.stringify({
    '@context': [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { yidan: 'urn:yidan:epcis:', ext: 'https://ext.example/' },
    ],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-12-03T12:11:00Z',
    epcisBody: { eventList: [event] },
  })
const AT = '/epcisBody/eventList/0'

test.each([
  ['our own example', good, []],
  ['an aggregation', aggregation, []],
  ['an extension whose prefix is declared', { ...good, 'ext:tare': { 'ext:kg': 1.0 } }, []],
  ['a URI as business step', { ...good, bizStep: 'https://yidan.example/voc/bizStep/gauge_changing' }, []],
  ['an event in the future', { ...good, eventTime: '2026-12-03T12:21:00.001Z' }, [`${AT}/eventTime out-of-range`]],
  ['ten minutes ahead', { ...good, eventTime: '2026-12-03T12:21:00Z' }, []],
  ['no offset in the time', { ...good, eventTime: '2026-12-03T12:10:00' }, [`${AT}/eventTime wrong-type`]],
  ['no day that exists', { ...good, eventTime: '2026-02-30T12:10:00Z' }, [`${AT}/eventTime wrong-type`]],
  ['a leap second', { ...good, eventTime: '2016-12-31T23:59:60Z' }, [`${AT}/eventTime wrong-type`]],
  ['before anything was tracked', { ...good, eventTime: '0001-01-01T00:00:00Z' }, [`${AT}/eventTime out-of-range`]],
  ['no offset beside it', { ...good, eventTimeZoneOffset: undefined }, [`${AT}/eventTimeZoneOffset missing-member`]],
  ['an offset of nowhere', { ...good, eventTimeZoneOffset: '+15:00' }, [`${AT}/eventTimeZoneOffset wrong-type`]],
  ['an unknown member', { ...good, colour: 'red' }, [`${AT}/colour unknown-member`]],
  ['an undeclared prefix', { ...good, 'other:colour': 'red' }, [`${AT}/other:colour unknown-member`]],
  [
    'an unknown member of a quantity',
    { ...good, quantityList: [{ epcClass: 'urn:x:y', 'ext:z': 1 }] },
    [`${AT}/quantityList/0/ext:z unknown-member`],
  ],
  ['a member of another type', { ...good, parentID: 'urn:x:y' }, [`${AT}/parentID unknown-member`]],
  ['a member of the prototype', { ...good, toString: 'x' }, [`${AT}/toString unknown-member`]],
  ['no such business step', { ...good, bizStep: 'flying' }, [`${AT}/bizStep unknown-code`]],
  ['no such step in GS1’s own words', { ...good, bizStep: 'cbv:BizStep-flying' }, [`${AT}/bizStep unknown-code`]],
  ['the XML spelling of a step', { ...good, bizStep: 'urn:epcglobal:cbv:bizstep:departing' }, [`${AT}/bizStep unknown-code`]],
  ['a box whose check digit is wrong', { ...good, epcList: ['urn:epc:id:bic:CSQU3054384'] }, [`${AT}/epcList/0 out-of-range`]],
  ['a vessel whose check digit is wrong', { ...aggregation, parentID: 'urn:epc:id:imovn:9074728' }, [`${AT}/parentID out-of-range`]],
  ['no URI', { ...good, epcList: ['CSQU3054383'] }, [`${AT}/epcList/0 wrong-type`]],
  ['one box twice', { ...good, epcList: [...good.epcList, ...good.epcList] }, [`${AT}/epcList out-of-range`]],
  ['about nothing', { ...good, epcList: undefined }, [`${AT} missing-member`]],
  ['no such event', { ...good, type: 'QuantityEvent' }, [`${AT}/type unknown-code`]],
  ['no event', 'departed', [`${AT} wrong-type`]],
  ['no such milestone', { ...good, 'yidan:milestone': 'FLOWN' }, [`${AT}/yidan:milestone unknown-code`]],
  ['a slip in our namespace', { ...good, 'yidan:elemnt': 'x' }, [`${AT}/yidan:elemnt unknown-member`]],
  [
    'a correction of the year nought',
    { ...good, errorDeclaration: { declarationTime: '0000-01-01T00:00:00Z' } },
    [`${AT}/errorDeclaration/declarationTime out-of-range`],
  ],
  [
    'a correction to come',
    { ...good, errorDeclaration: { declarationTime: '2027-01-01T00:00:00Z' } },
    [`${AT}/errorDeclaration/declarationTime out-of-range`],
  ],
  [
    'a correction without its time',
    { ...good, errorDeclaration: { reason: 'incorrect_data' } },
    [`${AT}/errorDeclaration/declarationTime missing-member`],
  ],
])('%s', (_name, event, expected) => {
  expect(faultsOf(documentOf(event))).toEqual(expected)
})

describe('a document', () => {
  const whole: unknown = JSON.parse(documentOf(good))
  assert(isObject(whole), 'a document is an object')
  test.each([
    ['of another kind', { ...whole, type: 'EPCISQueryDocument' }, ['/type wrong-type']],
    ['without context', { ...whole, '@context': undefined }, ['/@context missing-member']],
    ['with somebody else’s context', { ...whole, '@context': ['https://schema.org/'] }, ['/@context missing-member']],
    ['of another version', { ...whole, schemaVersion: '1.2' }, ['/schemaVersion wrong-type']],
    ['without a body', { ...whole, epcisBody: undefined }, ['/epcisBody missing-member']],
    ['whose list is none', { ...whole, epcisBody: { eventList: {} } }, ['/epcisBody/eventList wrong-type']],
    ['with a member of nobody', { ...whole, colour: 'red' }, ['/colour unknown-member']],
    ['that is a list', [], [' wrong-type']],
  ])('%s', (_name, document, expected) => {
    expect(faultsOf(JSON.stringify(document))).toEqual(expected)
  })

  it('keeps each event as it stood there', () => {
    const event =
      '{ "type":"ObjectEvent" ,\n\t"eventTime" : "2026-12-03T12:10:00.000Z",  "ext:kg" : 1.0, "ext:text":"} ] \\" \\u4e00", "ext:big":12345678901234567890 }'
    const text = `{"epcisBody":{"x:y":[{}],"eventList":[ ${event} ,\r\n${event}]},"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld","type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-12-03T12:11:00Z"}`
    const read = readDocument(text.replace('"x:y":[{}],', ''), JSON.parse(text.replace('"x:y":[{}],', '')))
    assert(read.ok, 'the document is read')
    expect(read.value.events.map((one) => one.text)).toEqual([event, event])
  })
})

test.each([
  ['https://id.gs1.org/01/04012345123456', false],
  ['https://id.gs1.org/01/04012345123457/21/9', true],
  ['https://id.example.com/gtin/04012345123457', true],
  ['https://id.gs1.org/00/040123450000003338', false],
  ['https://id.gs1.org/00/040123450000003339', true],
  ['https://id.gs1.org/414/4012345000115', false],
  ['https://id.gs1.org/414/4012345000116', true],
  ['https://transaction.example/01/1234', false],
  ['urn:epc:id:imovn:9074729', false],
])('%s has a wrong check digit: %s', (id, wrong) => {
  expect(hasWrongCheckDigit(id)).toBe(wrong)
})
