// The words for the contract's codes. A code that is not here is shown as it came: lists only grow.
import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

export type Labels = Readonly<Record<string, MessageDescriptor>>

export const MODES: Labels = { '1': msg`Sea`, '2': msg`Rail`, '3': msg`Road`, '4': msg`Air`, '8': msg`River` }
/** The letter inside a bar or on a line of the map: colour never stands alone. */
export const MODE_LETTERS: Labels = {
  '1': msg({ message: 'Se', context: 'mode letter' }),
  '2': msg({ message: 'Ra', context: 'mode letter' }),
  '3': msg({ message: 'Ro', context: 'mode letter' }),
  '4': msg({ message: 'Ai', context: 'mode letter' }),
  '8': msg({ message: 'Ri', context: 'mode letter' }),
}
export const FORMS: Labels = {
  CONTAINERISED: msg`Containers`,
  DRY_BULK: msg`Dry bulk`,
  LIQUID_BULK: msg`Liquid bulk`,
  LOOSE: msg`Loose goods (pieces, pallets, parcels)`,
  ROLLING: msg`Rolling (cars, trucks)`,
}
export const UNITS: Labels = {
  '20GP': msg`20GP – 20 ft general purpose`,
  '40GP': msg`40GP – 40 ft general purpose`,
  '40HC': msg`40HC – 40 ft high cube`,
  '45HC': msg`45HC – 45 ft high cube`,
  '40RF': msg`40RF – 40 ft reefer`,
  '45RF': msg`45RF – 45 ft reefer`,
  bulk: msg`bulk in hold or hopper wagon`,
  'open-wagon': msg`open wagon`,
  tank: msg`tank (ship, wagon, truck)`,
  parcel: msg`parcel`,
  pallet: msg`pallet`,
  ULD: msg`air unit load device`,
  'roll-cage': msg`roll cage`,
  'cool-box': msg`cool box`,
  '17.5m-trailer': msg`17.5 m trailer`,
  'reefer-truck': msg`reefer truck`,
  car: msg`new car`,
  truck: msg`truck as ro-ro cargo`,
  'car-carrier-wagon': msg`car-carrier wagon`,
}
export const PLACE_TYPES: Labels = {
  airport: msg`airport`,
  'bonded-zone': msg`bonded zone`,
  'border-crossing': msg`border crossing`,
  'cold-chain-base': msg`cold-chain base`,
  'distribution-centre': msg`distribution centre`,
  lock: msg`lock`,
  'logistics-centre': msg`logistics centre`,
  'overseas-hub': msg`hub abroad`,
  park: msg`logistics park`,
  port: msg`port`,
  'rail-terminal': msg`rail terminal`,
  'road-port': msg`road port`,
}
export const QUOTE_LABELS: Labels = {
  FASTEST: msg`Fastest`,
  CHEAPEST: msg`Cheapest`,
  GREENEST: msg`Greenest`,
  MOST_RELIABLE: msg`Most reliable`,
}
export const OPERATIONS: Labels = {
  LOADING: msg`Loading`,
  DISCHARGE: msg`Discharge`,
  STUFFING: msg`Stuffing`,
  STRIPPING: msg`Stripping`,
  STORAGE: msg`Storage`,
  PRE_COOLING: msg`Pre-cooling`,
  GAUGE_CHANGE: msg`Change of gauge`,
  CUSTOMS_EXPORT: msg`Export customs`,
  CUSTOMS_IMPORT: msg`Import customs`,
  CUSTOMS_TRANSIT: msg`Customs transit`,
  INSPECTION: msg`Inspection`,
}
export const CHARGES: Labels = {
  FREIGHT: msg`Freight`,
  HANDLING: msg`Handling`,
  STORAGE: msg({ message: 'Storage', context: 'charge' }),
  CUSTOMS: msg`Customs`,
  SURCHARGE: msg`Surcharge`,
  INSURANCE: msg`Insurance`,
  WAITING: msg`Waiting`,
  INSPECTION: msg({ message: 'Inspection', context: 'charge' }),
  CUSTOMS_EXPORT: msg`Export customs`,
  CUSTOMS_IMPORT: msg`Import customs`,
  CUSTOMS_TRANSIT: msg`Customs transit`,
}
export const BASES: Labels = {
  TEU: msg`TEU`,
  UNIT: msg`unit`,
  TRUCK: msg`truck`,
  TONNE: msg`t`,
  KG: msg`kg`,
  PIECE: msg`piece`,
  KM: msg`km`,
  DAY: msg`day`,
  DECLARATION: msg`declaration`,
  VALUE: msg`of the value`,
}
export const EXCLUSIONS: Labels = {
  'mode-not-allowed': msg`Mode not allowed`,
  'place-avoided': msg`Place to be avoided`,
  'unit-not-accepted': msg`Unit not accepted`,
  'cargo-form-not-accepted': msg`Form of cargo not accepted`,
  'too-heavy': msg`Too heavy`,
  'too-large': msg`Too large`,
  'dangerous-goods-not-accepted': msg`Dangerous goods not accepted`,
  'temperature-not-kept': msg`Temperature not kept`,
  'capacity-short': msg`Not enough room`,
  'cut-off-missed': msg`Cut-off missed`,
  closed: msg`Closed`,
  'out-of-season': msg`Out of season`,
  'not-operational': msg`Not in operation`,
  'too-many-legs': msg`Too many legs`,
  'after-deadline': msg`After the deadline`,
  'no-connection': msg`No connection`,
}
export const FAULTS: Labels = {
  missing: msg`Please fill this in.`,
  'not-a-number': msg`A number is needed here.`,
  'out-of-range': msg`This is outside what is possible.`,
  'bad-hs': msg`An HS code has 6, 8 or 10 digits.`,
  'bad-un': msg`A UN number has four digits, such as 3480.`,
  'bad-class': msg`A class such as 9 or 2.1.`,
  'bad-country': msg`Two letters, such as CN.`,
  'before-ready': msg`The deadline is before the goods are ready.`,
  'same-places': msg`Origin and destination are the same place.`,
  'bad-band': msg`The lower limit is above the upper one.`,
  'no-mode': msg`Allow at least one mode.`,
  'bad-amount': msg`An amount such as 1500000 or 1500.50.`,
}
