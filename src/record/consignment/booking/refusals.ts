// The refusals that name a leg or a departure, in words for the shipper.
import type { Refusal } from '#model'
import type { ClosedLeg } from './claims.ts'

export function departureClosed({ sequenceNumber, departureId }: ClosedLeg): Refusal {
  const which = departureId === undefined ? { zh: '按需派车', en: 'lorry' } : { zh: `班次 ${departureId}`, en: `departure ${departureId}` }
  return {
    code: 'departure-closed',
    detail: {
      zh: `第 ${sequenceNumber} 段的${which.zh}已截载、已发出、已停开或已改点`,
      en: `The ${which.en} of element ${sequenceNumber} has passed its cut-off, has left, runs no longer or runs at other times`,
    },
    extension: { elementSequenceNumber: sequenceNumber, ...(departureId !== undefined && { departureId }) },
  }
}

/** `alternatives` are chains of a new quote, so that each can be booked at once. */
export function capacityTaken(
  departureIds: readonly string[],
  answer: { readonly alternatives: readonly unknown[]; readonly quoteId?: string },
): Refusal {
  return {
    code: 'capacity-taken',
    detail: {
      zh: `班次 ${departureIds.join('、')} 已没有足够的运力`,
      en: `There is not enough room left on ${departureIds.join(', ')}`,
    },
    extension: { departureIds, ...answer },
    keepsWork: true,
  }
}
