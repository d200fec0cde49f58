// What an entrustment means against the network and the clock; everything wrong with it at once (CONTRACT §2: a 400).
import { arrivalMinute, departureMinute, instantText, minuteText, ok, refuse, type Result, type Text } from '#kernel'
import {
  cargoFaults,
  CURRENCIES,
  DEFAULT_MAXIMUM_LEGS,
  type Entrustment,
  type FieldError,
  type Load,
  loadOf,
  type Location,
  MODE_CODES,
  type ModeCode,
} from '#model'
import { countryFault, type NetworkState } from '#record/network'

/** Clocks of honest askers differ by less than this. */
export const CLOCK_SKEW_MINUTES = 1

/** An entrustment understood: places as indices of the timetable, times as epoch minutes. */
export interface Understood {
  readonly entrustment: Entrustment
  readonly load: Load
  readonly origin: number
  readonly destination: number
  readonly ready: number
  /** Infinity when there is none. */
  readonly deadline: number
  readonly maximumLegs: number
  readonly modeCodes: readonly ModeCode[]
  readonly via: readonly number[]
  readonly avoid: readonly number[]
}

const text = (zh: string, en: string): Text => ({ zh, en })
const fault = (pointer: string, code: string, detail: Text, range: { minimum?: number; maximum?: number } = {}): FieldError => ({
  pointer,
  code,
  detail,
  ...range,
})

export function understand(
  entrustment: Entrustment,
  network: NetworkState,
  now: Temporal.Instant,
): Result<Understood, readonly FieldError[]> {
  const faults = [
    ...placeFaults(entrustment, network),
    ...pointFaults('/carrierAcceptanceLocation', entrustment.carrierAcceptanceLocation),
    ...pointFaults('/consigneeReceiptLocation', entrustment.consigneeReceiptLocation),
    ...timeFaults(entrustment, network, now),
    ...valueFaults(entrustment),
    ...cargoFaults(entrustment, network.reference),
  ]
  if (faults.length > 0) return refuse(faults)
  const index = (id: string): number => network.placeIndex.get(id) ?? -1
  const end = (location: Location, spare: number): number =>
    'placeId' in location ? index(location.placeId) : network.placeIds.length + spare
  return ok({
    entrustment,
    load: loadOf(entrustment, network.reference.unitTypes),
    origin: end(entrustment.carrierAcceptanceLocation, 0),
    destination: end(entrustment.consigneeReceiptLocation, 1),
    ready: arrivalMinute(Temporal.Instant.from(entrustment.readyDateTime)),
    deadline: entrustment.deadlineDateTime === undefined ? Infinity : departureMinute(Temporal.Instant.from(entrustment.deadlineDateTime)),
    maximumLegs: entrustment.maximumLegs ?? DEFAULT_MAXIMUM_LEGS,
    modeCodes: entrustment.modeCodes ?? MODE_CODES,
    via: (entrustment.viaPlaceIds ?? []).map(index),
    avoid: (entrustment.avoidPlaceIds ?? []).map(index),
  })
}

/** Money may have a sign and any currency's form; what goods are worth has neither. */
function valueFaults({ declaredValueForCarriageAmount: value }: Entrustment): FieldError[] {
  if (value === undefined) return []
  const at = '/declaredValueForCarriageAmount'
  const codes = CURRENCIES.join(', ')
  return [
    ...(value.minor.startsWith('-')
      ? [fault(`${at}/minor`, 'out-of-range', text('申报价值不能为负', 'A declared value is not negative'), { minimum: 0 })]
      : []),
    ...(CURRENCIES.some((code) => code === value.currency)
      ? []
      : [fault(`${at}/currency`, 'unknown-code', text(`币种须为其中之一：${codes}`, `The currency must be one of: ${codes}`))]),
  ]
}

function placeFaults(entrustment: Entrustment, network: NetworkState): FieldError[] {
  const faults: FieldError[] = []
  const known = (pointer: string, id: string): void => {
    if (!network.placeIndex.has(id)) faults.push(fault(pointer, 'unknown-place', text(`没有地点“${id}”`, `There is no place “${id}”`)))
  }
  const { carrierAcceptanceLocation: from, consigneeReceiptLocation: to, viaPlaceIds = [], avoidPlaceIds = [] } = entrustment
  if ('placeId' in from) known('/carrierAcceptanceLocation/placeId', from.placeId)
  if ('placeId' in to) known('/consigneeReceiptLocation/placeId', to.placeId)
  viaPlaceIds.forEach((id, k) => known(`/viaPlaceIds/${k}`, id))
  avoidPlaceIds.forEach((id, k) => known(`/avoidPlaceIds/${k}`, id))
  if (sameLocation(from, to))
    faults.push(
      fault('/consigneeReceiptLocation', 'out-of-range', text('收货地点与接货地点相同', 'The place of receipt is the place of acceptance')),
    )
  const wanted = new Map([from, to].flatMap((end) => ('placeId' in end ? [[end.placeId, true] as const] : [])))
  avoidPlaceIds.forEach((id, k) => {
    const pointer = `/avoidPlaceIds/${k}`
    if (wanted.has(id))
      faults.push(
        fault(pointer, 'out-of-range', text('要避开的地点是起点或终点', 'A place to avoid is the place of acceptance or of receipt')),
      )
    else if (viaPlaceIds.includes(id))
      faults.push(fault(pointer, 'out-of-range', text('同一地点不能既须经过又须避开', 'A place cannot be both via and avoided')))
  })
  return faults
}

/** Codes that name a region in Intl but no country of ISO 3166. */
const NO_COUNTRY: readonly string[] = ['ZZ', 'EU', 'EZ', 'UN', 'QO', 'XA', 'XB']
const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
/** Withdrawn codes (SU, UK) have another as their canonical form. */
const isCountry = (code: string): boolean =>
  !NO_COUNTRY.includes(code) && regions.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code

/** A point must lie in the country it names, roughly: latitude and longitude swapped are seen here. */
function pointFaults(at: string, location: Location): FieldError[] {
  if ('placeId' in location) return []
  const { countryCode, geographicalCoordinates } = location
  const pointer = `${at}/countryCode`
  if (!isCountry(countryCode))
    return [fault(pointer, 'unknown-code', text(`没有国家代码“${countryCode}”`, `There is no country code “${countryCode}”`))]
  const found = countryFault(geographicalCoordinates, countryCode)
  if (found === undefined) return []
  const detail =
    found === 'swapped'
      ? text(
          `坐标不在 ${countryCode} 境内；纬度与经度对调后则在，请检查是否填反`,
          `The coordinates are not in ${countryCode}; with latitude and longitude swapped they would be`,
        )
      : text(`坐标不在 ${countryCode} 境内`, `The coordinates are not in ${countryCode}`)
  return [fault(pointer, 'out-of-range', detail)]
}

function sameLocation(a: Location, b: Location): boolean {
  if ('placeId' in a) return 'placeId' in b && a.placeId === b.placeId
  if ('placeId' in b) return false
  return (
    a.geographicalCoordinates.latitude === b.geographicalCoordinates.latitude &&
    a.geographicalCoordinates.longitude === b.geographicalCoordinates.longitude
  )
}

function timeFaults(entrustment: Entrustment, network: NetworkState, now: Temporal.Instant): FieldError[] {
  const ready = Temporal.Instant.from(entrustment.readyDateTime)
  const faults: FieldError[] = []
  if (Temporal.Instant.compare(ready, now.subtract({ minutes: CLOCK_SKEW_MINUTES })) < 0) {
    faults.push(
      fault(
        '/readyDateTime',
        'out-of-range',
        text(`备货时间已过（现在是 ${instantText(now)}）`, `The ready time is in the past (it is ${instantText(now)})`),
      ),
    )
  } else if (arrivalMinute(ready) > network.until) {
    const last = minuteText(network.until)
    faults.push(
      fault(
        '/readyDateTime',
        'out-of-range',
        text(`备货时间晚于时刻表终点 ${last}`, `The ready time is beyond the timetable, which ends at ${last}`),
      ),
    )
  }
  const { deadlineDateTime } = entrustment
  if (deadlineDateTime !== undefined && Temporal.Instant.compare(Temporal.Instant.from(deadlineDateTime), ready) <= 0) {
    faults.push(fault('/deadlineDateTime', 'before-ready', text('最迟送达时间早于备货时间', 'The deadline is before the ready time')))
  }
  return faults
}
