// The register: links go in one after the other, by compare-and-swap; the loser of a race is shown the link that won.
import { sql } from 'kysely'
import { ok, refuse, type Result } from '#kernel'
import { type Refusal, sha256Hex, type TitleAct, TITLE_ACTS } from '#model'
import type { AnyTx } from '#postgres'
import { foldLinks, linkJson, linkPayload, type Title, type TitleLink } from './link.ts'
import { apply, statusFor, type TitleMove, type TitleRefusal } from './state.ts'

/** Signs a payload and answers the compact JWS; the register knows neither keys nor files. */
export type SignLink = (payload: string) => Promise<string>

interface LinkRow {
  readonly sequence: number
  readonly act: string
  readonly actor_party_id: string
  readonly recorded_at: Temporal.Instant
  readonly checksum: string
  readonly previous_checksum: string | null
  readonly jws: string
}

/** The document's chain and what it comes to; undefined when it was never issued. */
export async function titleOf(tx: AnyTx, documentId: string): Promise<Title | undefined> {
  const { rows } = await sql<LinkRow>`SELECT sequence, act, actor_party_id, recorded_at, checksum, previous_checksum, jws
    FROM title.title_link WHERE document_id = ${documentId} ORDER BY sequence`.execute(tx)
  const state = foldLinks(rows.map(({ jws }) => jws))
  return state && { ...state, documentId, links: rows.map(linkOf) }
}

const linkOf = ({ act, actor_party_id, recorded_at, previous_checksum, ...row }: LinkRow): TitleLink => ({
  sequence: row.sequence,
  act: TITLE_ACTS.find((known) => known === act) ?? 'ISSUE',
  actorPartyId: actor_party_id,
  recordedAt: recorded_at,
  checksum: row.checksum,
  ...(previous_checksum === null ? {} : { previousChecksum: previous_checksum }),
  jws: row.jws,
})

export interface IssueWishes {
  readonly documentId: string
  /** UUIDs. */
  readonly issuer: string
  readonly possessor: string
  /** The document's own checksum, which every link repeats. */
  readonly checksum: string
  readonly now: Temporal.Instant
  readonly sign: SignLink
}

export async function issueTitle(tx: AnyTx, wishes: IssueWishes): Promise<Result<Title, Refusal>> {
  const { documentId, issuer, possessor, checksum, now, sign } = wishes
  const move: TitleMove = { act: 'ISSUE', actor: issuer, recipient: possessor, transportDocumentChecksum: checksum }
  return append(tx, { documentId, title: undefined, move, now, sign })
}

/** An act after issue, still without its actor. */
export type NewMove<M = TitleMove> = M extends { readonly act: 'ISSUE' } ? never : M extends unknown ? Omit<M, 'actor'> : never
export type ActWishes = NewMove & {
  readonly documentId: string
  readonly actorPartyId: string
  /** Of the last link the actor has seen; anything newer wins over him. */
  readonly expectedSequence: number
  readonly now: Temporal.Instant
  readonly sign: SignLink
}

/** One act on top of the link the actor has seen, or the refusal `wrong-state` with the state and the link that stands there. */
export async function actOnTitle(tx: AnyTx, wishes: ActWishes): Promise<Result<Title, Refusal>> {
  const { documentId, actorPartyId, expectedSequence, now, sign, ...asked } = wishes
  const title = await titleOf(tx, documentId)
  if (title === undefined) return refuse({ code: 'not-found' })
  if (title.sequence !== expectedSequence) return refuse(overtaken(title))
  return append(tx, { documentId, title, move: { ...asked, actor: actorPartyId }, now, sign })
}

/** Why an act is too late for this title, whoever asks: it has moved on, or its state has no such act. Told before rights are. */
export function tooLateFor(title: Title, act: TitleAct, expectedSequence: number): Refusal | undefined {
  if (title.sequence !== expectedSequence) return overtaken(title)
  return title.status === statusFor(act) ? undefined : refusalFor('wrong-state', title)
}

interface NewLink {
  readonly documentId: string
  readonly title: Title | undefined
  readonly move: TitleMove
  readonly now: Temporal.Instant
  readonly sign: SignLink
}

async function append(tx: AnyTx, { documentId, title, move, now, sign }: NewLink): Promise<Result<Title, Refusal>> {
  const next = apply(title, move)
  if (!next.ok) return refuse(refusalFor(next.error, title))
  const state = next.value
  const previousChecksum = title?.links.at(-1)?.checksum
  const jws = await sign(linkPayload({ documentId, move, state, previousChecksum, now }))
  const checksum = await sha256Hex(jws)
  // A racer's uncommitted link makes this wait; once it is committed nothing is inserted here, and the transaction is still good.
  const { rows } =
    await sql`INSERT INTO title.title_link (document_id, sequence, jws, act, actor_party_id, checksum, previous_checksum, recorded_at)
    VALUES (${documentId}, ${state.sequence}, ${jws}, ${move.act}, ${move.actor}, ${checksum}, ${previousChecksum ?? null}, ${now})
    ON CONFLICT (document_id, sequence) DO NOTHING RETURNING 1`.execute(tx)
  if (rows.length === 0) return refuse(overtaken(await titleOf(tx, documentId)))
  const link: TitleLink = {
    sequence: state.sequence,
    act: move.act,
    actorPartyId: move.actor,
    recordedAt: now,
    checksum,
    ...(previousChecksum === undefined ? {} : { previousChecksum }),
    jws,
  }
  return ok({ ...state, documentId, links: [...(title?.links ?? []), link] })
}

function overtaken(title: Title | undefined): Refusal {
  return {
    code: 'wrong-state',
    detail: {
      zh: `单据的流转已到第 ${title?.sequence ?? 0} 步，先前看到的已不是最新状态：请重新查看后再操作。`,
      en: `The document has moved on to link ${title?.sequence ?? 0}; what you saw is no longer its latest: read it again, then act.`,
    },
    extension: stateAndLink(title),
  }
}

function stateAndLink(title: Title | undefined): Readonly<Record<string, unknown>> {
  const link = title?.links.at(-1)
  return link === undefined ? {} : { state: title?.status, winningLink: { ...linkJson(link), jws: link.jws } }
}

function refusalFor(why: TitleRefusal, title: Title | undefined): Refusal {
  switch (why) {
    case 'wrong-state':
      return {
        code: 'wrong-state',
        detail: {
          zh: '单据的当前状态不允许这一步操作。',
          en: 'The document is in a state that does not allow this act.',
        },
        extension: stateAndLink(title),
      }
    case 'wrong-actor':
      return {
        code: 'forbidden',
        detail: {
          zh: '只有单据的当前持有人可以转让或缴回；只有签发人可以接受或拒绝缴回。',
          en: 'Only its possessor passes it on or surrenders it; only its issuer accepts or rejects a surrender.',
        },
      }
    case 'same-party':
      return {
        code: 'invalid-request',
        errors: [
          {
            pointer: '/toPartyId',
            code: 'unknown-code',
            detail: { zh: '受让人须是持有人以外的单位', en: 'must be somebody other than the one who holds it' },
          },
        ],
      }
  }
}
