// Gate hours as the planner takes them; scheduled lorries that would meet a closed border are not in the timetable at all.
import type { CargoTerms } from '#engines/planner'
import { gateWindows, type NetworkState } from '#record/network'

type Gates = Pick<CargoTerms, 'gateOf' | 'gates'>

/** The same for every cargo, so they are kept as long as their network is. */
const kept = new WeakMap<NetworkState, Gates>()

/** Runs that begin within the timetable end well within this. */
const BEYOND_MINUTES = 60 * 1440

export function placeGates(network: NetworkState): Gates {
  const known = kept.get(network)
  if (known) return known
  const { reference, placeIds, timetable, from, until } = network
  const gateOf = new Int32Array(timetable.placeCount).fill(-1)
  const gates: Int32Array[] = []
  placeIds.forEach((id, index) => {
    const place = reference.places.get(id)
    if (!place) return
    const windows = gateWindows(place.openingHours, place.timeZone, reference.holidays, place.countryCode, from, until + BEYOND_MINUTES)
    if (windows) gateOf[index] = gates.push(windows) - 1
  })
  const made = { gateOf, gates }
  kept.set(network, made)
  return made
}
