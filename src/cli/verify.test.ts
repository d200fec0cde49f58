// `yidan verify` tells a genuine file from an altered, a foreign and an unprovable one, each with an exit code of its own.
import { createServer } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { didDocumentOf, didWebOf } from '#model'
import { sampleClaims, sampleDocument, type SampleKey, sampleKey } from '#model/testing'
import { EXIT } from './exit.ts'
import { runCommand } from './run.ts'
import { noWorks, terminalOf } from './testing/terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'yidan-verify-'))
const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const server = createServer((request, response) => {
  response.statusCode = request.url === '/.well-known/did.json' ? 200 : 404
  response.end(JSON.stringify(didDocumentOf(issuer, [key])))
})
let key: SampleKey
let issuer = ''
let genuine = ''
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  issuer = didWebOf(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
  key = await sampleKey(issuer)
  genuine = await key.sign({ ...(await sampleClaims()), iss: issuer, issuer, validFrom: '2026-11-01T00:00:00Z' })
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

async function verify(...argv: readonly string[]) {
  const { terminal, out, complaints } = terminalOf({})
  return { code: await runCommand(['verify', ...argv], noWorks, terminal), out: out.join('\n'), complaints: complaints.join('\n') }
}

test('genuine: the keys come from the issuer that the bill names, or from a file without any line', async () => {
  const bill = file('good.vc', `${genuine}\n`)
  const online = await verify(bill)
  expect(online).toMatchObject({ code: EXIT.done, complaints: '' })
  expect(online.out).toContain(issuer)
  const did = file('did.json', JSON.stringify(didDocumentOf(issuer, [key])))
  const jwks = file('jwks.json', JSON.stringify({ keys: [key.publicJwk] }))
  for (const keys of [did, jwks]) {
    const offline = await verify(bill, '--issuer', keys, '--json')
    expect(offline.code).toBe(EXIT.done)
    expect(JSON.parse(offline.out)).toMatchObject({
      genuine: true,
      issuer,
      transportDocumentReference: sampleDocument().transportDocumentReference,
    })
  }
})

test('altered, cut off, foreign, no bill at all', async () => {
  const [head = '', body = '', signature = ''] = genuine.split('.')
  const claims = Buffer.from(body, 'base64url').toString().replace('42500', '42501')
  const altered = await verify(file('altered.vc', [head, Buffer.from(claims).toString('base64url'), signature].join('.')))
  expect(altered).toMatchObject({ code: EXIT.notGenuine, complaints: expect.stringContaining('[altered]') })
  expect(await verify(file('cut.vc', genuine.slice(0, -20)))).toMatchObject({
    code: EXIT.notGenuine,
    complaints: expect.stringContaining('[truncated]'),
  })
  const other = await sampleKey(issuer)
  const foreign = await other.sign({ ...(await sampleClaims()), iss: issuer, issuer, validFrom: '2026-11-01T00:00:00Z' })
  expect(await verify(file('foreign.vc', foreign))).toMatchObject({
    code: EXIT.notGenuine,
    complaints: expect.stringContaining('[foreign-key]'),
  })
  expect(await verify(file('plain.txt', 'a bill of lading, honestly'))).toMatchObject({
    code: EXIT.notGenuine,
    complaints: expect.stringContaining('[not-a-bill]'),
  })
  expect(await verify(file('plain.pdf', '%PDF-1.7\n'))).toMatchObject({ code: EXIT.notGenuine })
})

test('not proven: the issuer cannot be reached; usage: files that are not there or hold no keys', async () => {
  const nowhere = 'did:web:127.0.0.1%3A1'
  const lost = await sampleKey(nowhere)
  const bill = file('lost.vc', await lost.sign({ ...(await sampleClaims()), iss: nowhere, issuer: nowhere }))
  const unproven = await verify(bill, '--json')
  expect(unproven.code).toBe(EXIT.notProven)
  expect(JSON.parse(unproven.out)).toMatchObject({ genuine: 'not-proven', code: 'issuer-not-reachable' })
  expect(await verify(join(folder, 'nothing'))).toMatchObject({ code: EXIT.usage })
  expect(await verify(bill, '--issuer', file('keys.txt', '[]'))).toMatchObject({ code: EXIT.usage, out: '' })
})
