// Where a chain begins and ends, as its elements say. Pure.
import type { Itinerary } from '#model'
import type { Where } from '../compare/options.ts'

export function endsOf(elements: Itinerary['elements']): { readonly from: Where | undefined; readonly to: Where | undefined } {
  const [first, last] = [elements[0], elements.at(-1)]
  return {
    from: first?.kind === 'LEG' ? first.departureEvent.occurrenceLocation : first?.occurrenceLocation,
    to: last?.kind === 'LEG' ? last.arrivalEvent.occurrenceLocation : last?.occurrenceLocation,
  }
}
