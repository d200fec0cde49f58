// Each rule that left a chain out, in words, with the one change that would admit it.
import { floorQuotient, instantOf, minuteText, type Text } from '#kernel'
import type { PlannedItinerary } from '#engines/planner'
import type { Entrustment, ExclusionCode, ModeCode, Place, Service, StageEnd } from '#model'
import type { AnsweredLeg } from './answer.ts'
import { type Book, placeOf, type Ride } from './book.ts'
import type { Admits, Again, Explained } from './explain.ts'
import { placeGates } from './gates.ts'
import type { Understood } from './question.ts'
import { type Asked, demandOf } from './terms.ts'

/** A chain that something relaxed admits. */
export interface Found {
  readonly planned: PlannedItinerary
  readonly legs: readonly AnsweredLeg[]
  readonly asked: Asked
}

const text = (zh: string, en: string): Text => ({ zh, en })
const rideOf = (leg: AnsweredLeg): Ride | undefined => ('service' in leg.leg ? leg.leg : undefined)

/** What people call the chain by: the service of its longest leg off the road, else of its longest. */
export function mainService({ legs }: Found, modeCode?: ModeCode): Service | undefined {
  const rides = legs.flatMap((leg) => {
    const ride = rideOf(leg)
    return ride && (modeCode === undefined || ride.modeCode === modeCode)
      ? [{ service: ride.stage.service, minutes: leg.planned.arrives - leg.planned.departs, road: ride.modeCode === '3' }]
      : []
  })
  return rides.toSorted((a, b) => Number(a.road) - Number(b.road) || b.minutes - a.minutes)[0]?.service
}
const where = (service: Service | undefined): { serviceId?: string } => (service ? { serviceId: service.id } : {})
const named = (service: Service | undefined): Text => service?.name ?? text('公路直达', 'A lorry')

const MODE_NAMES: Readonly<Record<ModeCode, Text>> = {
  '1': text('海运', 'sea'),
  '2': text('铁路运输', 'rail'),
  '3': text('公路运输', 'road'),
  '4': text('空运', 'air'),
  '8': text('内河水运', 'inland water'),
}

export function modeReason(missing: readonly ModeCode[], found: Found, value?: readonly ModeCode[]): Explained {
  const [zh, en] = [missing.map((code) => MODE_NAMES[code].zh).join('、'), missing.map((code) => MODE_NAMES[code].en).join(', ')]
  return {
    code: 'mode-not-allowed',
    ruleId: 'entrustment.modeCodes',
    ...where(mainService(found, missing[0])),
    detail: text(`托运人未允许${zh}`, `The shipper did not allow ${en}`),
    ...(value && { relaxation: { pointer: '/modeCodes', value: [...value] } }),
  }
}

export function deadlineReason(found: Found): Explained {
  const service = mainService(found)
  const arrives = minuteText(found.planned.arrival)
  const local = localText(found.planned.arrival, found.asked.book.destination.at)
  const name = named(service)
  return {
    code: 'after-deadline',
    ruleId: 'entrustment.deadlineDateTime',
    ...where(service),
    detail: text(`${name.zh}于 ${local} 送达，晚于最迟送达时间`, `${name.en} delivers at ${local}, after the deadline`),
    relaxation: { pointer: '/deadlineDateTime', value: arrives },
  }
}

export function legsReason(found: Found): Explained {
  const service = mainService(found)
  const count = found.legs.length
  return {
    code: 'too-many-legs',
    ruleId: 'entrustment.maximumLegs',
    ...where(service),
    detail: text(
      `经${named(service).zh}的方案有 ${count} 段，超过允许的段数`,
      `The chain by ${named(service).en} has ${count} legs, more than allowed`,
    ),
    relaxation: { pointer: '/maximumLegs', value: count },
  }
}

/** An empty list is no value of the contract: then the member is to be left out. */
const listRelaxation = (pointer: string, rest: readonly string[]): NonNullable<Explained['relaxation']> => ({
  pointer,
  ...(rest.length > 0 && { value: [...rest] }),
})

export const avoidReason = (place: Place, found: Found, rest: readonly string[]): Explained => ({
  code: 'place-avoided',
  ruleId: 'entrustment.avoidPlaceIds',
  placeId: place.id,
  ...where(mainService(found)),
  detail: text(`托运人要求避开${place.name.zh}`, `The shipper asked to avoid ${place.name.en}`),
  relaxation: listRelaxation('/avoidPlaceIds', rest),
})

export const viaReason = (place: Place, rest: readonly string[]): Explained => ({
  code: 'no-connection',
  ruleId: 'entrustment.viaPlaceIds',
  placeId: place.id,
  detail: text(`没有经过${place.name.zh}的方案`, `No chain meets ${place.name.en} on its way`),
  relaxation: listRelaxation('/viaPlaceIds', rest),
})

export function gateReason(found: Found): Explained[] {
  const { network } = found.asked.book
  const { gateOf } = placeGates(network)
  return found.legs.flatMap((leg) => {
    const index = rideOf(leg) ? undefined : [leg.from, leg.to].find((end) => (gateOf[end] ?? -1) >= 0)
    const stage = index === undefined ? undefined : placeOf(network, index)
    return stage
      ? [
          {
            code: 'closed' as const,
            ruleId: `nodes.csv#${stage.id}.opening_hours`,
            placeId: stage.id,
            detail: text(
              `${stage.name.zh}的闸口届时关闭（开放时间 ${stage.openingHours ?? ''}）`,
              `The gate of ${stage.name.en} is closed then (open ${stage.openingHours ?? ''})`,
            ),
          },
        ]
      : []
  })
}

/** When goods must be ready to catch the chain's first departure; a lorry before it needs its time, too. */
function latestReady({
  legs,
  asked: {
    question: { timetable },
  },
}: Found): number | undefined {
  const index = legs.findIndex((leg) => leg.planned.kind === 'RIDE')
  const first = legs[index]?.planned
  if (first?.kind !== 'RIDE') return undefined
  const cutOff = first.departs - (timetable.cutOff[first.service] ?? 0)
  if (index === 0) return cutOff
  const lorry = legs[0]?.planned
  return lorry && cutOff - Math.max(0, timetable.minimumTransfer[legs[index]?.from ?? -1] ?? 0) - (lorry.arrives - lorry.departs)
}

export function earlierReadyReason(found: Found, earliest: number, { ready }: Understood, again: Again): Explained[] {
  const latest = latestReady(found)
  const service = mainService(found)
  if (latest === undefined || latest < earliest || latest >= ready || again({ ready: latest }).length === 0) return []
  const local = localText(latest, found.asked.book.origin.at)
  return [
    {
      code: 'cut-off-missed',
      ruleId: service ? `services.csv#${service.id}.cutoff_hours` : 'services.csv',
      ...where(service),
      detail: text(
        `${named(service).zh}的截载时间早于备货时间，${local} 前备好可赶上`,
        `The cut-off of ${named(service).en} is before the goods are ready; ready by ${local} they catch it`,
      ),
      relaxation: { pointer: '/readyDateTime', value: minuteText(latest) },
    },
  ]
}

/** The departure with the least room of the chain, how much of the load it takes, and the quantity that would go. */
export function capacityReason(found: Found, book: Book, entrustment: Entrustment, admits: Admits): Explained[] {
  const demand = demandOf(book)
  return found.legs.flatMap((leg): Explained[] => {
    const ride = rideOf(leg)
    if (!ride || leg.planned.kind !== 'RIDE') return []
    const { freeTeuCenti, freeKg, timetable } = book.network
    const base = (timetable.tripTimeStart[leg.planned.trip] ?? 0) - (timetable.serviceStopStart[leg.planned.service] ?? 0)
    const least = (free: Int32Array): number => Math.min(...free.subarray(base + ride.from, base + ride.to))
    const [teuCenti, kg] = [least(freeTeuCenti), least(freeKg)]
    const shortOf = { teu: teuCenti >= 0 && teuCenti < demand.teuCenti, kg: kg >= 0 && kg < demand.kg }
    if (!shortOf.teu && !shortOf.kg) return []
    const { service } = ride.stage
    const column = shortOf.teu ? 'capacity_teu' : 'capacity_tonnes'
    const fits = fitting(book, teuCenti, kg)
    const relaxation = smaller(entrustment, book, { teuCenti, kg, boxes: fits.boxes }).find((one) => admits(one.entrustment, service.id))
    return [
      {
        code: 'capacity-short',
        ruleId: `services.csv#${service.id}.${column}`,
        serviceId: service.id,
        detail: text(
          `${service.name.zh}一个班次只剩 ${fits.free}，整批装不下，可装 ${fits.zh}，其余须另走一班`,
          `One departure of ${service.name.en} has ${fits.free} left, not enough for the whole load; ${fits.en} would fit, the rest needs another departure`,
        ),
        ...(relaxation && { relaxation: relaxation.relaxation }),
      },
    ]
  })
}

function fitting({ load }: Book, teuCenti: number, kg: number): { boxes: number; free: string; zh: string; en: string } {
  const free = [...(teuCenti >= 0 && load.boxCount > 0 ? [`${teuCenti / 100} TEU`] : []), ...(kg >= 0 ? [`${kg / 1000} t`] : [])].join(
    ' / ',
  )
  if (load.boxCount === 0) return { boxes: 0, free, zh: `${kg / 1000} 吨`, en: `${kg / 1000} t` }
  const count = { units: BigInt(load.boxCount), scale: 0 }
  const share = (room: number, scale: number, whole: typeof load.teu): number =>
    room < 0 ? Infinity : floorQuotient({ units: BigInt(room) * count.units, scale }, whole)
  const boxes = Math.min(load.boxCount, share(teuCenti, 2, load.teu), share(kg, 0, load.grossWeightKg))
  return { boxes, free, zh: `${boxes} 箱`, en: boxes === 1 ? '1 box' : `${boxes} boxes` }
}

/** One member changed so that less is asked of the departure: fewer boxes, or less weight. */
function smaller(
  entrustment: Entrustment,
  { load }: Book,
  room: { teuCenti: number; kg: number; boxes: number },
): { entrustment: Entrustment; relaxation: NonNullable<Explained['relaxation']> }[] {
  const [unit] = entrustment.requestedEquipment ?? []
  const [item] = entrustment.includedConsignmentItem
  const changes: { entrustment: Entrustment; relaxation: NonNullable<Explained['relaxation']> }[] = []
  if (unit && load.boxCount > 0 && entrustment.requestedEquipment?.length === 1 && room.boxes > 0 && room.boxes < unit.quantity) {
    changes.push({
      entrustment: { ...entrustment, requestedEquipment: [{ ...unit, quantity: room.boxes }] },
      relaxation: { pointer: '/requestedEquipment/0/quantity', value: room.boxes },
    })
  }
  if (item && entrustment.includedConsignmentItem.length === 1 && room.kg > 0 && room.kg < item.grossWeightKg) {
    changes.push({
      entrustment: { ...entrustment, includedConsignmentItem: [{ ...item, grossWeightKg: room.kg }] },
      relaxation: { pointer: '/includedConsignmentItem/0/grossWeightKg', value: room.kg },
    })
  }
  return changes
}

/** People read the clock on the place's wall; a point given by coordinates has none that we know. */
function localText(minute: number, at: StageEnd): string {
  if (!('place' in at)) return minuteText(minute)
  const wall = instantOf(minute).toZonedDateTimeISO(at.place.timeZone)
  return `${wall.toPlainDate().toString()} ${wall.toPlainTime().toString({ smallestUnit: 'minute' })} (${at.place.timeZone})`
}

export const reason = (
  code: ExclusionCode,
  ruleId: string,
  detail: Text,
  rest: { serviceId?: string; placeId?: string } = {},
): Explained => ({ code, ruleId, ...rest, detail })
