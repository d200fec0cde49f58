// One link of a title chain: a DCSA PINT EnvelopeTransferChainEntry with our sequence, and how it is read again.
import { base64url } from 'jose'
import { z } from 'zod'
import { assert, instantText, uuidOf, wireId } from '#kernel'
import { canonicalJson, type TitleAct, TITLE_ACTS } from '#model'
import { apply, type TitleMove, type TitleState } from './state.ts'

/** PINT's word for the platform a party stands on; ours is not in DCSA's list, so a chain that leaves here must be mapped. */
const PLATFORM = 'YIDN'
/** Header `typ` of a link, so that a link can never pass as a bill. */
export const LINK_TYPE = 'title-link+jws'

export interface TitleLink {
  readonly sequence: number
  readonly act: TitleAct
  /** UUID. */
  readonly actorPartyId: string
  readonly recordedAt: Temporal.Instant
  readonly checksum: string
  readonly previousChecksum?: string
  readonly jws: string
}

export interface Title extends TitleState {
  readonly documentId: string
  readonly links: readonly TitleLink[]
}

/** A link as it is shown: who, what, when, and the checksums that tie it to its neighbours. */
export const linkJson = ({ sequence, act, actorPartyId, recordedAt, checksum, previousChecksum }: TitleLink) => ({
  sequence,
  act,
  actorPartyId: wireId('pty', actorPartyId),
  recordedDateTime: instantText(recordedAt),
  checksum,
  ...(previousChecksum === undefined ? {} : { previousChecksum }),
})

/** Ids only: a link may be shown to witnesses who must learn neither names nor goods (standards.md §3.3). */
const party = z.looseObject({ identifyingCodes: z.array(z.looseObject({ partyCode: z.string() })).min(1) })
const chainEntry = z.looseObject({
  sequence: z.int().min(0),
  transportDocumentChecksum: z.string(),
  transactions: z
    .array(z.looseObject({ actionCode: z.enum(TITLE_ACTS), actor: party, recipient: party.optional(), comments: z.string().optional() }))
    .length(1),
})

export interface LinkFacts {
  readonly documentId: string
  readonly move: TitleMove
  /** After the move. */
  readonly state: TitleState
  readonly previousChecksum: string | undefined
  readonly now: Temporal.Instant
}

const partyOf = (uuid: string) => ({
  eblPlatform: PLATFORM,
  identifyingCodes: [{ codeListProvider: 'ZZZ', codeListName: 'yidan', partyCode: wireId('pty', uuid) }],
})

/** What is signed, in canonical form. */
export function linkPayload({ documentId, move, state, previousChecksum, now }: LinkFacts): string {
  // Possession goes to somebody by every act but the acceptance, which ends it.
  const recipient = move.act === 'SACC' ? (state.surrenderedBy ?? state.possessor) : state.possessor
  const transaction = {
    actionCode: move.act,
    actor: partyOf(move.actor),
    recipient: partyOf(recipient),
    actionDateTime: now.toString({ smallestUnit: 'millisecond' }),
    ...('reason' in move ? { comments: move.reason } : {}),
  }
  return canonicalJson({
    eblPlatform: PLATFORM,
    documentId: wireId('bil', documentId),
    sequence: state.sequence,
    transportDocumentChecksum: state.transportDocumentChecksum,
    previousEnvelopeTransferChainEntrySignedContentChecksum: previousChecksum,
    transactions: [transaction],
  })
}

/** The state after all links of a chain, from what is signed and from nothing else. */
export function foldLinks(links: readonly string[]): TitleState | undefined {
  let state: TitleState | undefined
  for (const jws of links) {
    const next = apply(state, moveOf(jws))
    assert(next.ok, 'a chain in the register is one that its law allows')
    state = next.value
  }
  return state
}

function moveOf(jws: string): TitleMove {
  const payload: unknown = JSON.parse(new TextDecoder().decode(base64url.decode(jws.split('.')[1] ?? '')))
  const { transportDocumentChecksum, transactions } = chainEntry.parse(payload)
  const [transaction] = transactions
  assert(transaction !== undefined, 'a link has one transaction')
  const { actionCode: act, comments = '' } = transaction
  const actor = uuidIn(transaction.actor)
  switch (act) {
    case 'ISSUE':
      return { act, actor, recipient: uuidIn(transaction.recipient), transportDocumentChecksum }
    case 'TRANSFER':
      return { act, actor, recipient: uuidIn(transaction.recipient) }
    case 'SREJ':
      return { act, actor, reason: comments }
    case 'SURRENDER_FOR_DELIVERY':
    case 'SACC':
      return { act, actor }
  }
}

function uuidIn(named: z.output<typeof party> | undefined): string {
  const uuid = uuidOf('pty', named?.identifyingCodes[0]?.partyCode ?? '')
  assert(uuid.ok, 'a link names parties by ids of ours')
  return uuid.value
}
