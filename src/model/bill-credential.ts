// The bill as a W3C Verifiable Credential 2.0 in a JWT (vc+jwt), and the checksum of what it freezes.
import { z } from 'zod'
import { bill } from './bill.ts'
import { canonicalJson, sha256Hex } from './canonical-json.ts'

export const CREDENTIALS_CONTEXT = 'https://www.w3.org/ns/credentials/v2'
/** Our terms need no document fetched to be read: they are what they are called. */
const OUR_CONTEXT = { '@vocab': 'urn:yidan:bill#' } as const
export const BILL_TYPE = 'MultimodalTransportDocument'
export const VC_MEDIA_TYPE = 'application/vc+jwt'

/** What issue freezes: everything of the bill that never changes in its life. */
export const billDocument = bill.pick({
  transportDocumentReference: true,
  transportDocumentTypeCode: true,
  isToOrder: true,
  isElectronic: true,
  issueDate: true,
  documentParties: true,
  consignment: true,
})
export type BillDocument = z.output<typeof billDocument>

/** Members of the subject that stand beside what is frozen: the status at issue, and the checksum itself. */
const OUTSIDE: readonly string[] = ['transportDocumentStatus', 'transportDocumentChecksum']

/**
 * SHA-256 of the RFC 8785 form of a credential's subject without status and checksum, as DCSA makes its transportDocumentChecksum.
 * It takes the subject as it was signed: a member that a later program adds counts, though this one cannot read it.
 */
export const subjectChecksum = (subject: Readonly<Record<string, unknown>>): Promise<string> =>
  sha256Hex(canonicalJson(Object.fromEntries(Object.entries(subject).filter(([name]) => !OUTSIDE.includes(name)))))

/** The same checksum from a bill as the window answers it, for whoever wants to compare. */
export const billChecksum = (answered: unknown): Promise<string> => subjectChecksum(billDocument.parse(answered))

export const billCredential = z.object({
  '@context': z.tuple([z.literal(CREDENTIALS_CONTEXT)], z.unknown()),
  id: z.string(),
  type: z.array(z.string()),
  issuer: z.union([z.string(), z.object({ id: z.string() })]),
  iss: z.string(),
  validFrom: z.iso.datetime({ offset: true }),
  validUntil: z.iso.datetime({ offset: true }).optional(),
  credentialSubject: billDocument.required({ transportDocumentReference: true, issueDate: true }).extend({
    transportDocumentStatus: bill.shape.transportDocumentStatus,
    transportDocumentChecksum: z.string().regex(/^[0-9a-f]{64}$/),
  }),
})
export type BillCredential = z.output<typeof billCredential>

export interface NewCredential {
  /** The address of the bill, its name in the world. */
  readonly url: string
  readonly issuer: string
  readonly document: BillDocument
  readonly checksum: string
  /** RFC 3339, of the issue. */
  readonly validFrom: string
}

/** The claims that are signed. */
export const credentialOf = ({ url, issuer, document, checksum, validFrom }: NewCredential) => ({
  '@context': [CREDENTIALS_CONTEXT, OUR_CONTEXT],
  id: url,
  type: ['VerifiableCredential', BILL_TYPE],
  issuer,
  iss: issuer,
  validFrom,
  credentialSubject: { ...document, transportDocumentStatus: 'ISSUED', transportDocumentChecksum: checksum },
})
