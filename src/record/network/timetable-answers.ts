// Services and departures in the spelling that a LEG has in a chain.
import { z } from 'zod'
import { decimalText, fromMajor, minuteText, toNumber } from '#kernel'
import { geographicalCoordinates, legElement, MODE_CODES, type ModeCode, type Modes, moneyJson, type Service } from '#model'
import type { NetworkState } from './state.ts'

const namedPlace = z.object({
  name: z.object({ zh: z.string(), en: z.string() }),
  timeZone: z.string(),
  geographicalCoordinates,
  countryCode: z.string(),
})
export const placesMember = z.record(z.string(), namedPlace)
const confidence = z.literal('estimate').optional()

export const serviceJson = z.object({
  id: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  modeCode: z.enum(MODE_CODES),
  vehicleType: z.string(),
  status: z.string(),
  season: z.string().optional(),
  stops: z.array(
    z.object({ occurrenceLocation: z.object({ placeId: z.string() }), arrivalOffsetMinutes: z.int(), departureOffsetMinutes: z.int() }),
  ),
  /** Leg k runs from stop k to stop k + 1. */
  legs: z.array(z.object({ distanceKm: z.number(), unitAmount: moneyJson })),
  calculationBasisCode: z.enum(['TEU', 'TONNE']),
  weekdays: z.array(z.int()),
  departureTimeLocal: z.string(),
  departuresPerWeekQuantity: z.number(),
  cutOffMinutes: z.int(),
  capacityBasisCode: z.enum(['DEPARTURE', 'TRUCK']),
  capacityTeu: z.number().optional(),
  capacityKg: z.number(),
  unitTypeCodes: z.array(z.string()),
  hazardClassificationIDs: z.array(z.string()),
  reefer: z.boolean(),
  emissionFactorId: z.string(),
  meanDelayMinutes: z.number(),
  standardDeviationDelayMinutes: z.number(),
  confidence,
  priceConfidence: confidence,
  reliabilityConfidence: confidence,
})
export type ServiceJson = z.output<typeof serviceJson>

export const departureJson = legElement.pick({
  modeCode: true,
  serviceId: true,
  departureId: true,
  distanceKm: true,
  departureEvent: true,
  cutOffDateTime: true,
  arrivalEvent: true,
  freeTeu: true,
  freeKg: true,
  emissionFactorId: true,
  confidence: true,
})
export type DepartureJson = z.output<typeof departureJson>

const ESTIMATE = 'estimate' as const
export function modeCodeOf(modes: Modes, { mode, vehicleType }: Service): ModeCode {
  const code = modes.find(({ name }) => name === mode)?.modeCode(vehicleType)
  if (code === undefined) throw new Error(`no mode answers for ${mode} with ${vehicleType}`)
  return code
}

export function serviceAnswer(service: Service, modes: Modes): ServiceJson {
  return {
    id: service.id,
    name: service.name,
    modeCode: modeCodeOf(modes, service),
    vehicleType: service.vehicleType,
    status: service.status,
    ...(service.season === undefined ? {} : { season: service.season }),
    stops: service.stops.map(({ placeId, arriveMinutes, departMinutes }) => ({
      occurrenceLocation: { placeId },
      arrivalOffsetMinutes: arriveMinutes,
      departureOffsetMinutes: departMinutes,
    })),
    legs: service.legs.map(({ km, cost }) => {
      const { minor, currency } = fromMajor(cost, 'CNY')
      return { distanceKm: toNumber(km), unitAmount: { minor: String(minor), currency } }
    }),
    calculationBasisCode: service.costUnit === 'CNY/TEU' ? 'TEU' : 'TONNE',
    weekdays: [...service.weekdays],
    departureTimeLocal: service.departureTimeLocal,
    departuresPerWeekQuantity: service.departuresPerWeek,
    cutOffMinutes: service.cutOffMinutes,
    capacityBasisCode: service.capacityBasis === 'truck' ? 'TRUCK' : 'DEPARTURE',
    ...(service.capacityTeu === undefined ? {} : { capacityTeu: service.capacityTeu }),
    capacityKg: Number(decimalText(service.capacityTonnes)) * 1000,
    unitTypeCodes: [...service.unitTypes],
    hazardClassificationIDs: [...service.dgClasses],
    reefer: service.reefer,
    emissionFactorId: service.vehicleType,
    meanDelayMinutes: service.meanDelayMinutes,
    standardDeviationDelayMinutes: service.sdDelayMinutes,
    ...(service.confidence === ESTIMATE ? { confidence: ESTIMATE } : {}),
    ...(service.priceConfidence === ESTIMATE ? { priceConfidence: ESTIMATE } : {}),
    ...(service.reliabilityConfidence === ESTIMATE ? { reliabilityConfidence: ESTIMATE } : {}),
  }
}

export interface Wish {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly serviceId?: string | undefined
}
/** The stops between which a service meets a wish: where one boards and where one leaves. */
export function ridesOf({ stops }: Service, { from, to }: Wish): { fromStop: number; toStop: number } | undefined {
  const fromStop = from === undefined ? 0 : stops.findIndex(({ placeId }, k) => placeId === from && k < stops.length - 1)
  if (fromStop < 0) return undefined
  const toStop = to === undefined ? stops.length - 1 : stops.findIndex(({ placeId }, k) => placeId === to && k > fromStop)
  return toStop < 0 ? undefined : { fromStop, toStop }
}

interface Found {
  readonly service: number
  readonly trip: number
  readonly fromStop: number
  readonly toStop: number
  readonly departs: number
}

/** Departures that leave at or after `after`, soonest first. Their key sorts like the list and is what a cursor holds. */
export function findDepartures(state: NetworkState, wish: Wish, after: number): { key: string; found: Found }[] {
  const { timetable, serviceIds, departureIds, reference } = state
  const all: { key: string; found: Found }[] = []
  for (const [s, id] of serviceIds.entries()) {
    const service = reference.services.get(id)
    const ride = service === undefined || (wish.serviceId !== undefined && wish.serviceId !== id) ? undefined : ridesOf(service, wish)
    if (ride === undefined) continue
    for (let trip = timetable.serviceTripStart[s]!; trip < timetable.serviceTripStart[s + 1]!; trip++) {
      const departs = timetable.departs[timetable.tripTimeStart[trip]! + ride.fromStop]!
      if (departs >= after)
        all.push({ key: `${String(departs).padStart(10, '0')}.${departureIds[trip]}`, found: { service: s, trip, ...ride, departs } })
    }
  }
  return all.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

export function departureAnswer(state: NetworkState, { service: s, trip, fromStop, toStop, departs }: Found, modes: Modes): DepartureJson {
  const { timetable, reference, serviceIds, departureIds } = state
  const service = reference.services.get(serviceIds[s]!)
  if (service === undefined) throw new Error(`service ${serviceIds[s]}`)
  const start = timetable.tripTimeStart[trip]!
  const least = (free: Int32Array): number => Math.min(...free.subarray(start + fromStop, start + toStop))
  const [teuCenti, kg] = [least(state.freeTeuCenti), least(state.freeKg)]
  return {
    modeCode: modeCodeOf(modes, service),
    serviceId: service.id,
    departureId: departureIds[trip]!,
    distanceKm: service.legs.slice(fromStop, toStop).reduce((total, { km }) => total + Math.round(toNumber(km) * 1000), 0) / 1000,
    departureEvent: { occurrenceLocation: { placeId: service.stops[fromStop]!.placeId }, scheduledOccurrenceDateTime: minuteText(departs) },
    cutOffDateTime: minuteText(departs - service.cutOffMinutes),
    arrivalEvent: {
      occurrenceLocation: { placeId: service.stops[toStop]!.placeId },
      scheduledOccurrenceDateTime: minuteText(timetable.arrives[start + toStop]!),
    },
    ...(teuCenti < 0 ? {} : { freeTeu: teuCenti / 100 }),
    ...(kg < 0 ? {} : { freeKg: kg }),
    emissionFactorId: service.vehicleType,
    ...(service.confidence === ESTIMATE ? { confidence: ESTIMATE } : {}),
  }
}

/** Every answer that names places brings them, with their zone (CONTRACT §1). */
export function placesOf(state: NetworkState, ids: Iterable<string>): z.output<typeof placesMember> {
  return Object.fromEntries(
    Array.from(new Set(ids), (id) => {
      const place = state.reference.places.get(id)
      if (place === undefined) throw new Error(`place ${id}`)
      return [
        id,
        {
          name: place.name,
          timeZone: place.timeZone,
          geographicalCoordinates: { latitude: place.latitude, longitude: place.longitude },
          countryCode: place.countryCode,
        },
      ]
    }),
  )
}
