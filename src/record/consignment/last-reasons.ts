// No chain and no single change that makes one: say which side is missing, or how far one gets.
import { greatCircleKm, minuteText, type Text } from '#kernel'
import { plan } from '#engines/planner'
import { type Exclusion, MODE_CODES } from '#model'
import { placeOf, roadRefusal } from './book.ts'
import type { Explained } from './explain.ts'
import type { Front } from './front.ts'
import type { Understood } from './question.ts'
import { reason } from './reasons.ts'
import { position } from './road-arcs.ts'
import { termsOf } from './terms.ts'

const text = (zh: string, en: string): Text => ({ zh, en })
const MOST_LEGS = 8
const MOST_REFUSALS = 3
/** Long enough for any chain of the data: shorter timetables may be the reason themselves. */
const LONGEST_CHAIN_MINUTES = 60 * 1440

export function lastReasons(front: Front, understood: Understood): Explained[] {
  const refused = [...refusalsAt(front, 'origin'), ...refusalsAt(front, 'destination')]
  const reasons: Explained[] = [...refused, ...sides(front)]
  const { network } = front.book
  if (understood.ready + LONGEST_CHAIN_MINUTES > network.until) {
    const until = minuteText(network.until)
    reasons.push(
      reason(
        'no-connection',
        'network.timetable',
        text(`时刻表只到 ${until}，更晚的班次尚未编制`, `The timetable ends at ${until}; later departures are not there yet`),
      ),
    )
  }
  if (severalChanges(front)) {
    reasons.push(
      reason(
        'no-connection',
        'entrustment',
        text(
          '须同时放宽几项要求（方式、期限、段数、途经或避开、舱位、货物规则）才有方案',
          'Only several changes at once (modes, deadline, legs, via or avoid, capacity, cargo rules) would give a chain',
        ),
      ),
    )
  }
  return reasons.length > 0
    ? reasons
    : [reason('no-connection', 'services.csv', text('这两地之间没有任何联运衔接', 'Nothing connects these two places'))]
}

/** Why the services that call here do not take the cargo, when none of them does. */
function refusalsAt({ book, asked }: Front, side: 'origin' | 'destination'): Exclusion[] {
  const { stopPlace } = book.network.timetable
  const { index } = book[side]
  const here = (ride: (typeof book.rides)[number]): boolean => stopPlace[side === 'origin' ? ride.from : ride.to] === index
  if (asked.rides.some(here)) return []
  const roads = book.roads
    .filter((road) => (side === 'origin' ? road.from : road.to) === index)
    .flatMap((road) => roadRefusal(book, road) ?? [])
  // Of the lorries only what the truck or this end refuses: the other ends are no reason why nothing leaves here.
  const own = roads.filter(({ placeId }) => placeId === undefined || placeId === book.network.placeIds[index])
  const refusals = [...own, ...book.rides.filter(here).flatMap((ride) => ride.refusal ?? [])]
  const byRule = new Map(refusals.map((refusal) => [refusal.ruleId, refusal]))
  return [...byRule.values()].slice(0, MOST_REFUSALS)
}

/** How far the cargo gets from the origin by rides and roads that take it, whatever their times. */
function sides({ book, asked }: Front): Explained[] {
  const { network, origin, destination } = book
  const { stopPlace } = network.timetable
  const hops = [
    ...asked.rides.map((ride) => [stopPlace[ride.from] ?? -1, stopPlace[ride.to] ?? -1] as const),
    ...asked.roads.map((road) => [road.from, road.to] as const),
  ]
  const name = ({ at }: typeof origin): Text => ('place' in at ? at.place.name : text('所给坐标', 'the given point'))
  if (!hops.some(([from]) => from === origin.index))
    return [
      reason(
        'no-connection',
        'services.csv',
        text(`没有承运此货物、从${name(origin).zh}出发的班次或公路`, `Nothing that takes this cargo leaves ${name(origin).en}`),
        placeIdOf(origin),
      ),
    ]
  if (!hops.some(([, to]) => to === destination.index))
    return [
      reason(
        'no-connection',
        'services.csv',
        text(`没有承运此货物、到达${name(destination).zh}的班次或公路`, `Nothing that takes this cargo reaches ${name(destination).en}`),
        placeIdOf(destination),
      ),
    ]
  const reached = new Set([origin.index])
  for (let size = 0; size < reached.size;) {
    size = reached.size
    for (const [from, to] of hops) if (reached.has(from)) reached.add(to)
  }
  if (reached.has(destination.index)) return []
  const goal = position(destination.at)
  const [nearest] = [...reached]
    .filter((index) => index < network.placeIds.length)
    .map((index) => placeOf(network, index))
    .toSorted((a, b) => greatCircleKm(a, goal) - greatCircleKm(b, goal))
  if (!nearest) return []
  const km = Math.round(greatCircleKm(nearest, goal))
  return [
    reason(
      'no-connection',
      'services.csv',
      text(
        `此货物最近只能到${nearest.name.zh}，距目的地约 ${km} 公里`,
        `This cargo gets no nearer than ${nearest.name.en}, some ${km} km from the destination`,
      ),
      { placeId: nearest.id },
    ),
  ]
}
const placeIdOf = ({ at }: Front['book']['origin']): { placeId?: string } => ('place' in at ? { placeId: at.place.id } : {})

function severalChanges({ book, allowance }: Front): boolean {
  const asked = termsOf(book, {
    ...allowance,
    modeCodes: MODE_CODES,
    avoid: [],
    via: [],
    deadline: Infinity,
    maximumLegs: MOST_LEGS,
    ignoreCapacity: true,
    ignoreGates: true,
    ignoreRefusals: true,
  })
  return plan(asked.question).itineraries.length > 0
}
