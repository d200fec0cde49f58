// Who controls a document: a pure machine over its acts (standards.md §3.4). One controller at any moment.
import { assert, ok, refuse, type Result } from '#kernel'
import type { TitleAct } from '#model'

export const TITLE_STATUSES = ['ISSUED', 'PENDING_SURRENDER_FOR_DELIVERY', 'SURRENDERED_FOR_DELIVERY'] as const
export type TitleStatus = (typeof TITLE_STATUSES)[number]

/** Parties are UUIDs. */
export interface TitleState {
  readonly status: TitleStatus
  /** Issued it, and is the one it is surrendered to. */
  readonly issuer: string
  /** Controls it now. */
  readonly possessor: string
  /** Gave it up for the goods; on a refusal it goes back here. */
  readonly surrenderedBy?: string
  readonly sequence: number
  readonly transportDocumentChecksum: string
}

export type TitleMove =
  | { readonly act: 'ISSUE'; readonly actor: string; readonly recipient: string; readonly transportDocumentChecksum: string }
  | { readonly act: 'TRANSFER'; readonly actor: string; readonly recipient: string }
  | { readonly act: 'SURRENDER_FOR_DELIVERY'; readonly actor: string }
  | { readonly act: 'SACC'; readonly actor: string }
  | { readonly act: 'SREJ'; readonly actor: string; readonly reason: string }

export type TitleRefusal =
  /** The document's state has no such act. */
  | 'wrong-state'
  /** Somebody else controls it, or somebody else issued it. */
  | 'wrong-actor'
  /** It already is with whom it is given to. */
  | 'same-party'

/** The state after an act, or why there is none. A document begins with ISSUE, and ends with SACC. */
export function apply(state: TitleState | undefined, move: TitleMove): Result<TitleState, TitleRefusal> {
  if (move.act === 'ISSUE') {
    if (state !== undefined) return refuse('wrong-state')
    const { actor: issuer, recipient: possessor, transportDocumentChecksum } = move
    return ok({ status: 'ISSUED', issuer, possessor, sequence: 0, transportDocumentChecksum })
  }
  if (state === undefined || state.status !== statusFor(move.act)) return refuse('wrong-state')
  const { surrenderedBy, ...kept } = state
  const next = { ...kept, sequence: state.sequence + 1 }
  switch (move.act) {
    case 'TRANSFER':
      if (move.actor !== state.possessor) return refuse('wrong-actor')
      return move.recipient === state.possessor ? refuse('same-party') : ok({ ...next, possessor: move.recipient })
    case 'SURRENDER_FOR_DELIVERY':
      if (move.actor !== state.possessor) return refuse('wrong-actor')
      return ok({ ...next, status: 'PENDING_SURRENDER_FOR_DELIVERY', possessor: state.issuer, surrenderedBy: move.actor })
    case 'SACC':
    case 'SREJ':
      assert(surrenderedBy !== undefined, 'what is pending was surrendered by somebody')
      if (move.actor !== state.issuer) return refuse('wrong-actor')
      return move.act === 'SACC'
        ? ok({ ...next, status: 'SURRENDERED_FOR_DELIVERY', surrenderedBy })
        : ok({ ...next, status: 'ISSUED', possessor: surrenderedBy })
  }
}

/** The only state in which a document takes this act; none takes a second ISSUE. */
export function statusFor(act: TitleAct): TitleStatus | undefined {
  switch (act) {
    case 'ISSUE':
      return undefined
    case 'TRANSFER':
    case 'SURRENDER_FOR_DELIVERY':
      return 'ISSUED'
    case 'SACC':
    case 'SREJ':
      return 'PENDING_SURRENDER_FOR_DELIVERY'
  }
}

/** Acts this party could do now, so that a screen offers no other. */
export function actsOpenTo(state: TitleState, party: string): readonly TitleAct[] {
  const moves: readonly TitleMove[] = [
    // Any other party stands for the one that a transfer would go to.
    { act: 'TRANSFER', actor: party, recipient: '' },
    { act: 'SURRENDER_FOR_DELIVERY', actor: party },
    { act: 'SACC', actor: party },
    { act: 'SREJ', actor: party, reason: '' },
  ]
  return moves.filter((move) => apply(state, move).ok).map(({ act }) => act)
}
