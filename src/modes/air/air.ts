// Air: freighters and the bellies of passenger flights; pieces must fit the aircraft's unit load devices.
import { exclude, type Exclusion, type Load, piecesOf, type ScheduledLeg, scheduledMode } from '#model'

/**
 * Largest piece by hold: the contour of a 125 × 96 inch pallet, to 64 inch high in a belly, to 118 inch on a main deck.
 * Source: IATA ULD contour practice from general knowledge, estimate; replace by the carrier's own limits.
 */
export const CONTOURS_MM = {
  'air-belly': { length: 3180, width: 2440, height: 1630 },
  'air-freighter': { length: 3180, width: 2440, height: 3000 },
} as const

export const air = scheduledMode({ name: 'air', codes: { 'air-': '4' }, refuse: refusePieces })

/** A piece turns on the floor, but is not tipped. */
function refusePieces(load: Load, { service }: ScheduledLeg): Exclusion | undefined {
  const hold = service.vehicleType.startsWith('air-belly') ? 'air-belly' : 'air-freighter'
  const limit = CONTOURS_MM[hold]
  for (const { itemIndex, lengthMm, widthMm, heightMm } of piecesOf(load)) {
    if (lengthMm === undefined || widthMm === undefined || heightMm === undefined) {
      return exclude({
        code: 'too-large',
        ruleId: 'entrustment.includedConsignmentItem.transportPackage',
        serviceId: service.id,
        zh: `空运须注明每件货物的长宽高（第 ${itemIndex + 1} 项未注明）`,
        en: `By air the length, width and height of the pieces are needed (item ${itemIndex + 1} has none)`,
      })
    }
    if (Math.max(lengthMm, widthMm) > limit.length || Math.min(lengthMm, widthMm) > limit.width || heightMm > limit.height) {
      return exclude({
        code: 'too-large',
        ruleId: `modes/air#contours/${hold}`,
        serviceId: service.id,
        zh: `第 ${itemIndex + 1} 项单件 ${lengthMm}×${widthMm}×${heightMm} mm，超出集装板轮廓 ${limit.length}×${limit.width}×${limit.height} mm（IATA 惯例，估算）`,
        en: `A piece of item ${itemIndex + 1} measures ${lengthMm}×${widthMm}×${heightMm} mm, the ULD contour is ${limit.length}×${limit.width}×${limit.height} mm (IATA practice, estimate)`,
      })
    }
  }
  return undefined
}
