// Which part of the journey a leg is: MAIN runs from the first to the last leg off the road, or is the longest road leg.
export type StageCode = 'PRE' | 'MAIN' | 'ON'

export function stageCodes(legs: readonly { readonly modeCode: string; readonly km: number }[]): StageCode[] {
  const offRoad = legs.flatMap((leg, index) => (leg.modeCode === '3' ? [] : [index]))
  const longest = legs.reduce((best, leg, index) => (leg.km > (legs[best]?.km ?? 0) ? index : best), 0)
  const [first = longest, last = longest] = [offRoad[0], offRoad.at(-1)]
  return legs.map((_, index) => (index < first ? 'PRE' : index > last ? 'ON' : 'MAIN'))
}
