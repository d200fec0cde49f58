import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { base64url, CompactSign, exportJWK, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { subjectChecksum } from './bill-credential.ts'
import { didDocumentOf, didDocumentUrl, didWebOf } from './did.ts'
import { isLowS, toLowS } from './es256.ts'
import { extractVcFromPdf } from './proof-file.ts'
import { type ProofWishes, verifyBill } from './proof.ts'
import { SAMPLE_ISSUED, SAMPLE_ISSUER, sampleClaims, sampleDocument, sampleKey, type SampleKey } from './testing/index.ts'

let key: SampleKey
let foreignKey: SampleKey
let claims: Record<string, unknown>
let good: string
const document = () => didDocumentOf(SAMPLE_ISSUER, [key])
/** "genuine", or why not. */
const judged = async (text: string, keys: Parameters<typeof verifyBill>[1] = document(), wishes: ProofWishes = {}): Promise<string> => {
  const answer = await verifyBill(text, keys, wishes)
  if (!answer.ok) expect(answer.error).toMatchObject({ zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/\w/) })
  return answer.ok ? 'genuine' : answer.error.code
}

beforeAll(async () => {
  key = await sampleKey()
  foreignKey = await sampleKey()
  claims = await sampleClaims()
  good = await key.sign(claims)
})

describe('a genuine bill', () => {
  test('says what was signed, and by whom', async () => {
    const answer = await verifyBill(good, document())
    const { consignment, documentParties } = sampleDocument()
    expect(answer).toEqual({
      ok: true,
      value: {
        url: 'https://yidan.example/bills/bil_01m8mz2jn8fbmb0w159tn4gjbg',
        issuer: SAMPLE_ISSUER,
        kid: key.kid,
        transportDocumentReference: 'CQ261201000001771',
        transportDocumentStatus: 'ISSUED',
        transportDocumentChecksum: await subjectChecksum(sampleDocument()),
        isToOrder: false,
        issueDate: '2026-12-01',
        issuedDateTime: SAMPLE_ISSUED,
        documentParties,
        consignment,
      },
    })
  })

  test('is genuine by bare keys too, and by a document with older keys', async () => {
    expect(await judged(good, [foreignKey.publicJwk, key.publicJwk])).toBe('genuine')
    expect(await judged(good, didDocumentOf(SAMPLE_ISSUER, [foreignKey, key]))).toBe('genuine')
  })

  test('members that a later program adds are signed with the rest', async () => {
    const subject = { ...sampleDocument(), placeOfIssue: '重庆' }
    const later = { ...claims, credentialSubject: { ...subject, transportDocumentStatus: 'ISSUED', transportDocumentChecksum: '' } }
    later.credentialSubject.transportDocumentChecksum = await subjectChecksum(subject)
    expect(await judged(await key.sign(later))).toBe('genuine')
  })
})

describe('every other file has a reason against it', () => {
  test('no single character may be changed, nor one added, nor one left out', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_. =\n"{'.split('')
    const change = fc.record({ at: fc.nat({ max: good.length }), character: fc.constantFrom(...alphabet), gone: fc.constantFrom(0, 1) })
    await fc.assert(
      fc.asyncProperty(change, async ({ at, character, gone }) => {
        const changed = good.slice(0, at) + character + good.slice(at + gone)
        expect((await judged(changed)) === 'genuine').toBe(changed === good)
      }),
      { numRuns: 800 },
    )
  })

  test('the last character, whose unused bits a lenient reader ignores, is read strictly', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('')
    const others = alphabet.filter((character) => !good.endsWith(character))
    const codes = await Promise.all(others.map((character) => judged(good.slice(0, -1) + character)))
    expect([others.length, ...new Set(codes)]).toEqual([63, 'altered'])
  })

  test('the second signature of the same content is refused', async () => {
    const [head = '', body = '', signature = ''] = good.split('.')
    const bytes = base64url.decode(signature)
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const s = BigInt(`0x${Buffer.from(bytes.subarray(32)).toString('hex')}`)
    const high = Buffer.concat([bytes.subarray(0, 32), Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')])
    expect(isLowS(high)).toBe(false)
    expect(Buffer.from(toLowS(high))).toEqual(Buffer.from(bytes))
    expect(await judged(`${head}.${body}.${base64url.encode(high)}`)).toBe('altered')
  })

  test.each<[string, (text: string) => string, string]>([
    ['empty', () => '', 'not-a-bill'],
    ['some text', () => 'Bill of lading', 'not-a-bill'],
    ['JSON', () => '{"type":"Bill"}', 'not-a-bill'],
    ['cut in the signature', (text) => text.slice(0, -10), 'truncated'],
    ['cut in the content', (text) => text.slice(0, 900), 'truncated'],
    ['cut after the content', (text) => text.slice(0, text.lastIndexOf('.')), 'truncated'],
    ['padded', (text) => `${text}==`, 'altered'],
    ['with a trailing line', (text) => `${text}\n`, 'altered'],
    ['with a trailing blank', (text) => `${text} `, 'altered'],
    ['with a blank before', (text) => ` ${text}`, 'not-a-bill'],
    ['with a fourth part', (text) => `${text}.eyJ9`, 'not-a-bill'],
  ])('%s: %#', async (_name, change, code) => {
    expect(await judged(change(good))).toBe(code)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['a plain JWT', { typ: 'JWT' }, 'wrong-type'],
    ['a presentation', { typ: 'vp+jwt' }, 'wrong-type'],
    ['a title link', { typ: 'title-link+jws' }, 'wrong-type'],
    ['another content', { cty: 'vp' }, 'wrong-type'],
    ['no key named', { kid: undefined }, 'wrong-type'],
    ['a key of another issuer named', { kid: 'did:web:other.example#1' }, 'foreign-key'],
  ])('%s', async (_name, header, code) => {
    expect(await judged(await key.sign(claims, header))).toBe(code)
  })

  test('extensions that must be understood', async () => {
    const [, body = '', signature = ''] = good.split('.')
    const header = { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: `${SAMPLE_ISSUER}#${key.kid}`, crit: ['b64'], b64: true }
    expect(await judged(`${base64url.encode(JSON.stringify(header))}.${body}.${signature}`)).toBe('wrong-type')
  })

  test('none, HS256 with the public key as secret, and another curve', async () => {
    const [, body = ''] = good.split('.')
    const head = { typ: 'vc+jwt', cty: 'vc', kid: `${SAMPLE_ISSUER}#${key.kid}` }
    const unsigned = `${base64url.encode(JSON.stringify({ ...head, alg: 'none' }))}.${body}.`
    expect(await judged(unsigned)).not.toBe('genuine')
    expect(await judged(`${unsigned}${'A'.repeat(86)}`)).toBe('wrong-type')
    const payload = new TextEncoder().encode(JSON.stringify(claims))
    const secret = new TextEncoder().encode(JSON.stringify(key.publicJwk))
    const symmetric = await new CompactSign(payload).setProtectedHeader({ ...head, alg: 'HS256' }).sign(secret)
    expect(await judged(symmetric)).not.toBe('genuine')
    const other = await generateKeyPair('ES384', { extractable: true })
    const signed = await new CompactSign(payload).setProtectedHeader({ ...head, alg: 'ES384' }).sign(other.privateKey)
    expect(await judged(signed, [await exportJWK(other.publicKey)])).not.toBe('genuine')
  })

  test("somebody else's key, named as the issuer's or not", async () => {
    expect(await judged(await foreignKey.sign(claims))).toBe('foreign-key')
    expect(await judged(await foreignKey.sign(claims, { kid: `${SAMPLE_ISSUER}#${key.kid}` }))).toBe('altered')
    expect(await judged(good, [foreignKey.publicJwk])).toBe('foreign-key')
    expect(await judged(good, [])).toBe('foreign-key')
    expect(await judged(good, didDocumentOf('did:web:other.example', [key]))).toBe('foreign-key')
    // A key that is in the document but not for stating things.
    expect(await judged(good, { ...document(), assertionMethod: [] })).toBe('foreign-key')
  })

  test("an issuer's own words that are not a bill, or of another issuer", async () => {
    expect(await judged(await key.sign({ ...claims, type: ['VerifiableCredential'] }))).toBe('not-a-bill')
    expect(await judged(await key.sign({ ...claims, vc: {} }))).toBe('wrong-type')
    expect(await judged(await key.sign({ ...claims, issuer: 'did:web:other.example' }))).toBe('not-a-bill')
    expect(await judged(await key.sign({ ...claims, iss: 'did:web:other.example', issuer: 'did:web:other.example' }))).toBe('foreign-key')
    const elsewhere = await key.sign({ ...claims, iss: 'did:web:other.example', issuer: 'did:web:other.example' })
    expect(await judged(elsewhere, [key.publicJwk])).toBe('foreign-key')
    expect(await judged(await key.sign({ ...claims, credentialSubject: {} }))).toBe('not-a-bill')
    expect(await judged(await key.sign('text'))).toBe('altered')
  })

  test('a checksum that is of something else, though the signature is good', async () => {
    const subject = { ...sampleDocument(), transportDocumentStatus: 'ISSUED', transportDocumentChecksum: '0'.repeat(64) }
    expect(await judged(await key.sign({ ...claims, credentialSubject: subject }))).toBe('altered')
  })

  test('a day that is still to come, or gone', async () => {
    const issued = Temporal.Instant.from(SAMPLE_ISSUED)
    expect(await judged(good, document(), { now: issued.subtract({ hours: 1 }) })).toBe('not-yet-valid')
    expect(await judged(good, document(), { now: issued.subtract({ minutes: 1 }) })).toBe('genuine')
    const short = await key.sign({ ...claims, validUntil: '2026-12-02T00:00:00Z' })
    expect(await judged(short, document(), { now: issued.add({ hours: 48 }) })).toBe('expired')
    expect(await judged(short, document(), { now: issued })).toBe('genuine')
  })
})

const outside = '/work/shared/conformance/vc-jose-cose'
const outsideCase = z.looseObject({ function: z.string(), feature: z.string(), input: z.string(), key: z.string() })
test.skipIf(!existsSync(outside))("none of W3C's credentials passes as a bill, and none breaks the judge", async () => {
  const cases = z.array(outsideCase).parse(JSON.parse(readFileSync(join(outside, 'cases.json'), 'utf8')))
  const verified = cases.filter((one) => one.function === 'verify')
  expect(verified.length).toBeGreaterThan(20)
  for (const { input, key: name } of verified) {
    const { publicKeyJwk } = z
      .looseObject({ publicKeyJwk: z.unknown() })
      .parse(JSON.parse(readFileSync(join(outside, 'input', name), 'utf8')))
    expect(await judged(readFileSync(join(outside, 'input', input), 'utf8').trim(), [publicKeyJwk])).not.toBe('genuine')
  }
})

describe('did:web', () => {
  test.each([
    ['https://yidan.example', 'did:web:yidan.example', 'https://yidan.example/.well-known/did.json'],
    ['http://localhost:8080', 'did:web:localhost%3A8080', 'http://localhost:8080/.well-known/did.json'],
  ])('%s', (origin, did, url) => {
    expect(didWebOf(origin)).toBe(did)
    expect(didDocumentUrl(did)).toBe(url)
  })

  test('another method has no address', () => {
    expect(didDocumentUrl('did:key:z6Mk')).toBeUndefined()
  })
})

describe('a PDF that is none of ours', () => {
  const file = (text: string): Promise<unknown> => extractVcFromPdf(new TextEncoder().encode(text))
  const attachment = '1 0 obj\n<<\n/Type /EmbeddedFile\n/Length 3\n>>\nstream\nabc\nendstream\nendobj\n'
  test('carries the attachment plainly', async () => {
    expect(await file(`%PDF-1.3\n${attachment}`)).toEqual({ ok: true, value: 'abc' })
  })
  test.each([
    ['', /attachment/],
    ['abc', /attachment/],
    ['%PDF-1.3\n%%EOF', /attachment/],
    [`%PDF-1.3\n${attachment}${attachment}`, /more than one/],
    [`%PDF-1.3\n${attachment.replace('3', '3000')}`, /cut off/],
    [`%PDF-1.3\n${attachment.replace('/Length 3', '/Length 3 /Filter /FlateDecode')}`, /damaged/],
    ['%PDF-1.3\n/EmbeddedFile', /damaged/],
  ])('%#', async (text, reason) => {
    expect(await file(text)).toMatchObject({ ok: false, error: { en: expect.stringMatching(reason) } })
  })
})
