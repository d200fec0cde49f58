// The event hash of CBV 2.0 against the outside vectors, and the laws it keeps.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { isObject, readContext } from './context.ts'
import { canonicalDigitalLink } from './digital-link.ts'
import { prehashOf } from './prehash.ts'

const FOLDER = '/work/shared/conformance/epcis-hash'
/** Their hash file is right and their line is stale; the folder's README says so. */
const STALE_LINES = ['epcisDocWithCustomSchemaInContext']

const hashOf = (line: string): string => `ni:///sha-256;${createHash('sha256').update(line).digest('hex')}?ver=CBV2.0`
const lines = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')

function eventsOf(document: unknown): readonly unknown[] {
  if (!isObject(document) || !isObject(document['epcisBody'])) return []
  const body = document['epcisBody']
  const results =
    isObject(body['queryResults']) && isObject(body['queryResults']['resultsBody']) ? body['queryResults']['resultsBody'] : body
  return Array.isArray(results['eventList']) ? results['eventList'] : []
}

function prehashesOf(file: string): string[] {
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!isObject(document)) return []
  const { namespaces } = readContext(document['@context'], '/@context')
  const ignored = Object.entries(document).find(([name]) => name.endsWith(':ignoreFields'))?.[1]
  const names = new Set(Array.isArray(ignored) ? ignored.filter((name): name is string => typeof name === 'string') : [])
  return eventsOf(document).map((event) => (isObject(event) ? prehashOf(event, namespaces, names) : ''))
}

describe.skipIf(!existsSync(FOLDER))('outside vectors (skipped where the folder is absent)', () => {
  const documents = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.jsonld')) : []

  it('finds some', () => {
    expect(documents.length).toBeGreaterThanOrEqual(12)
  })

  test.each(documents)('%s', (name) => {
    const made = prehashesOf(join(FOLDER, name))
    const stem = join(FOLDER, basename(name, '.jsonld'))
    const stale = STALE_LINES.includes(basename(name, '.jsonld'))
    expect(made).toEqual(stale ? made : lines(`${stem}.prehashes`))
    expect(made.map(hashOf)).toEqual(lines(`${stem}.hashes`))
  })

  it('one event in several spellings has one hash', () => {
    const made = prehashesOf(join(FOLDER, 'expected_equal/ReferenceEventHashAlgorithm.json'))
    expect(made.length).toBeGreaterThan(1)
    expect(new Set(made).size).toBe(1)
  })
})

test.each([
  ['urn:epc:id:sgtin:4012345.012345.12', 'https://id.gs1.org/01/04012345123456/21/12'],
  ['urn:epc:id:sgtin:4012345.012345.1/2', undefined],
  ['urn:epc:id:sscc:4012345.0000000333', 'https://id.gs1.org/00/040123450000003338'],
  ['urn:epc:id:sgln:4012345.00001.0', 'https://id.gs1.org/414/4012345000016'],
  ['urn:epc:id:grai:4012345.66666.87', 'https://id.gs1.org/8003/0401234566666387'],
  ['urn:epc:id:giai:4012345.AAbb', 'https://id.gs1.org/8004/4012345AAbb'],
  ['urn:epc:id:cpi:4012345.ABC.123', 'https://id.gs1.org/8010/4012345ABC/8011/123'],
  ['urn:epc:id:itip:4012345.012345.01.02.999', 'https://id.gs1.org/8006/040123451234560102/21/999'],
  ['urn:epc:idpat:sgtin:4012345.066666.*', 'https://id.gs1.org/01/04012345666663'],
  ['urn:epc:id:bic:CSQU3054383', undefined],
  ['https://example.com/gtin/4012345000054/lot/A1/ser/9', 'https://id.gs1.org/01/04012345000054/21/9'],
  ['https://id.gs1.org/01/04012345000054/22/X/10/A1?x=y', 'https://id.gs1.org/01/04012345000054/10/A1'],
  ['http://transaction.acme.com/po/12345678', undefined],
  ['https://yidan.example/places/cq-guoyuan-port', undefined],
])('%s is %s', (uri, address) => {
  expect(canonicalDigitalLink(uri)).toBe(address)
})

describe('the line', () => {
  const { namespaces } = readContext(
    ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { yidan: 'urn:yidan:epcis:' }],
    '/@context',
  )
  const event = { type: 'ObjectEvent', action: 'OBSERVE', eventTime: '2026-12-03T12:10:00.000Z', eventTimeZoneOffset: '+08:00' }

  it.each([
    [1, '1'],
    ['+012.50', '12.5'],
    ['1e3', '1000'],
    ['-0.0', '0'],
    ['.5', '0.5'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['1.2.3', '1.2.3'],
    [true, 'true'],
    ['-', '-'],
    [0.00001, '0.00001'],
  ])('writes %j as %s', (value, written) => {
    expect(prehashOf({ ...event, 'yidan:x': value }, namespaces)).toContain(`{urn:yidan:epcis:}x=${written}`)
  })

  it('names neither the event nor its correction, nor when it was recorded', () => {
    const more = { eventID: 'urn:x:1', recordTime: '2026-12-03T12:10:01Z', errorDeclaration: { declarationTime: '2026-12-04T00:00:00Z' } }
    expect(prehashOf({ ...event, ...more, comment: 'hello' }, namespaces)).toBe(prehashOf(event, namespaces))
  })

  it('does not depend on the order of members and of list members', () => {
    const epcList = ['urn:epc:id:bic:CSQU3054383', 'urn:epc:id:bic:TOLU4734787']
    const turned = { ...Object.fromEntries(Object.entries({ ...event, epcList }).toReversed()), epcList: epcList.toReversed() }
    expect(prehashOf(turned, namespaces)).toBe(prehashOf({ ...event, epcList }, namespaces))
  })
})
