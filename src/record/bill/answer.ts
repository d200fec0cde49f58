// Bills as they are answered: what was signed, and beside it what the register says today.
import { base64url } from 'jose'
import { z } from 'zod'
import { wireId } from '#kernel'
import { type Bill, type BillCredential, billCredential, type BillDocument, billDocument, type NamedParty } from '#model'
import { linkJson, type Title } from '#registers/title'

/** What a bill of ours says, read from the text that was signed. */
export function credentialIn(vc: string): BillCredential {
  const payload: unknown = JSON.parse(new TextDecoder().decode(base64url.decode(vc.split('.')[1] ?? '')))
  return billCredential.parse(payload)
}
export const documentIn = (vc: string): BillDocument => billDocument.parse(credentialIn(vc).credentialSubject)

/** A party as the directory knows it. */
export interface KnownParty {
  readonly id: string
  readonly name: string
  readonly demo: boolean
}
export const namedPartyOf = ({ id, name, demo }: KnownParty): NamedParty => ({
  partyId: wireId('pty', id),
  name,
  ...(demo ? { demo: true as const } : {}),
})

export interface BillFacts {
  readonly uuid: string
  readonly vc: string
  readonly checksum: string
  readonly title: Title
  readonly possessor: KnownParty | undefined
}

export function billAnswer({ uuid, vc, checksum, title, possessor }: BillFacts): Bill {
  return {
    id: wireId('bil', uuid),
    ...documentIn(vc),
    transportDocumentStatus: title.status,
    transportDocumentChecksum: checksum,
    sequence: title.sequence,
    possessor: possessor === undefined ? { partyId: wireId('pty', title.possessor), name: '' } : namedPartyOf(possessor),
    links: title.links.map(linkJson),
  }
}

/** What issue would freeze; its checksum is of this draft, and changes with number and day of issue. */
export const draftAnswer = (document: BillDocument, checksum: string): Bill => ({
  ...document,
  transportDocumentStatus: 'DRAFT',
  transportDocumentChecksum: checksum,
})

/** The chain with its signatures, for whoever wants to check it himself. */
export const chainJson = z.object({
  billId: z.string(),
  transportDocumentChecksum: z.string(),
  transportDocumentStatus: z.string(),
  sequence: z.int(),
  links: z.array(
    z.object({
      sequence: z.int(),
      act: z.string(),
      actorPartyId: z.string(),
      recordedDateTime: z.iso.datetime(),
      checksum: z.string(),
      previousChecksum: z.string().optional(),
      /** Compact JWS, typ `title-link+jws`, over a DCSA PINT chain entry; `checksum` is its SHA-256. */
      jws: z.string(),
    }),
  ),
})

export const chainAnswer = ({ uuid, checksum, title }: Pick<BillFacts, 'uuid' | 'checksum' | 'title'>): z.output<typeof chainJson> => ({
  billId: wireId('bil', uuid),
  transportDocumentChecksum: checksum,
  transportDocumentStatus: title.status,
  sequence: title.sequence,
  links: title.links.map((link) => ({ ...linkJson(link), jws: link.jws })),
})
