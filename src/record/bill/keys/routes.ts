// The window's keys: shown to the world as did:web, and replaced by the window's operator.
import { z } from 'zod'
import { ok } from '#kernel'
import { didDocument, didDocumentOf, route } from '#model'
import type { Signer } from './signer.ts'
import { allKeys } from './store.ts'

export interface KeyParts {
  readonly signer: Signer
}

export const keyRoutes = (parts: KeyParts) => [getDid(parts), postSigningKey(parts)] as const

const getDid = ({ signer }: KeyParts) =>
  route({
    operationId: 'getDidDocument',
    method: 'GET',
    path: '/.well-known/did.json',
    summary: {
      zh: '本窗口的 DID 文档：核验提单所用的全部公钥，停用的也在内',
      en: "This window's DID document: every public key bills were signed with, retired ones included",
    },
    act: 'proof.read',
    status: 200,
    answer: didDocument,
    problems: [],
    handle: (request) =>
      request.enter(async (tx) => {
        const body = didDocumentOf(signer.did, await allKeys(tx))
        // The same for everybody, and a new key must be known soon.
        return ok({ status: 200, body, headers: { 'cache-control': 'public, max-age=60', vary: 'Accept-Encoding' } })
      }),
  })

const postSigningKey = ({ signer }: KeyParts) =>
  route({
    operationId: 'postSigningKey',
    method: 'POST',
    path: '/v1/signing-keys',
    summary: { zh: '更换签名密钥；旧密钥签发的提单仍可核验', en: 'Replace the signing key; what the old one signed stays verifiable' },
    act: 'signing-key.rotate',
    status: 201,
    answer: z.object({ kid: z.string(), did: z.string(), activeFromDateTime: z.iso.datetime() }),
    problems: ['forbidden'],
    handle: (request) =>
      request.enter(async (tx) => {
        const { kid } = await signer.rotate(tx, request.now)
        const activeFromDateTime = request.now.toString({ smallestUnit: 'second' })
        return ok({ status: 201, body: { kid, did: signer.did, activeFromDateTime }, location: '/.well-known/did.json' })
      }),
  })
