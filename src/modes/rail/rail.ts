// Rail: block trains, and where a train meets another railway and another gauge.
import { crossesBorder, type ReferenceNetwork, type ScheduledLeg, scheduledMode, touchedPlaces } from '#model'

/** Railways of 1,520 mm (OSJD). The dual-gauge yards at their borders make the countries, not the stations, the sure sign of a change. */
const BROAD_GAUGE_COUNTRIES: ReadonlySet<string> = new Set([
  'RU',
  'KZ',
  'BY',
  'UZ',
  'KG',
  'TJ',
  'TM',
  'MN',
  'AZ',
  'GE',
  'AM',
  'UA',
  'MD',
  'LT',
  'LV',
  'EE',
])

export const rail = scheduledMode({ name: 'rail', codes: { 'rail-': '2' }, underway: underwayByRail })

/** Each word once per leg, though a train to Europe changes gauge twice: a leg's milestones are keyed by their name. */
function underwayByRail(leg: ScheduledLeg, network: ReferenceNetwork): string[] {
  const broad = new Set(touchedPlaces(leg, network).map(({ countryCode }) => BROAD_GAUGE_COUNTRIES.has(countryCode)))
  return [...(crossesBorder(leg, network) ? ['BORDER_CROSSED', 'HANDED_OVER'] : []), ...(broad.size > 1 ? ['GAUGE_CHANGED'] : [])]
}
