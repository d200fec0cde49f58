// A miniature reference network for tests of the modes: rows spelled and priced as in data/chongqing, each changed by what a test says.
import { decimal } from '#kernel'
import type {
  Cargo,
  ConsignmentItem,
  HubStage,
  OnDemandLeg,
  Place,
  ReferenceNetwork,
  ScheduledLeg,
  Service,
  StorageTariff,
  TruckClass,
  UnitType,
} from '#model'

const sourced = { source: 'test', confidence: 'estimate' } as const
const named = (name: string) => ({ zh: `${name}（中）`, en: name })
const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.id, row]))

export const place = (id: string, change: Partial<Place> = {}): Place => ({
  ...sourced,
  id,
  name: named(id),
  latitude: 29.6,
  longitude: 106.5,
  placeTypeCode: 'rail-terminal',
  countryCode: 'CN',
  timeZone: 'Asia/Shanghai',
  modes: ['rail', 'road'],
  status: 'operational',
  dgClasses: ['2', '3', '8', '9'],
  takesContainers: true,
  takesBulk: true,
  takesReefers: true,
  takesRolling: true,
  minimumTransferMinutes: 360,
  handlingPerTeu: decimal('210'),
  handlingPerTonne: decimal('18'),
  handlingCurrency: 'CNY',
  handlingConfidence: 'estimate',
  ...change,
})

/** A service over the places, each leg 100 km and 1,000 CNY. */
export const service = (id: string, mode: string, placeIds: readonly string[], change: Partial<Service> = {}): Service => ({
  ...sourced,
  id,
  name: named(id),
  mode,
  operatorType: 'test',
  costUnit: 'CNY/TEU',
  stops: placeIds.map((placeId, k) => ({ placeId, arriveMinutes: k * 600, departMinutes: k * 600 + 60 })),
  legs: placeIds.slice(1).map(() => ({ km: decimal(100), cost: decimal(1000) })),
  departuresPerWeek: 7,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  departureTimeLocal: '20:00',
  cutOffMinutes: 120,
  capacityTeu: 100,
  capacityTonnes: decimal(1200),
  capacityBasis: 'departure',
  unitTypes: ['20GP', '40GP', '40HC', '40RF'],
  vehicleType: 'rail-electric-cn',
  meanDelayMinutes: 60,
  sdDelayMinutes: 90,
  dgClasses: ['9'],
  reefer: true,
  status: 'operational',
  priceConfidence: 'estimate',
  reliabilityConfidence: 'estimate',
  ...change,
})

const box = (id: string, teu: string, payload: number, reefer = false): UnitType => ({
  ...sourced,
  id,
  name: named(id),
  cargoFormCode: 'CONTAINERISED',
  teu: decimal(teu),
  payloadKg: decimal(payload),
  reefer,
})
const unit = (id: string, cargoFormCode: UnitType['cargoFormCode'], payload?: number, reefer = false): UnitType => ({
  ...sourced,
  id,
  name: named(id),
  cargoFormCode,
  ...(payload !== undefined && { payloadKg: decimal(payload) }),
  reefer,
})
const truck = (
  vehicleClass: string,
  payload: string,
  teu: number,
  [perKm, fixed]: readonly [string, number],
  emissionFactorId: string,
  energy = 'diesel',
): TruckClass => ({
  ...sourced,
  vehicleClass,
  payloadTonnes: decimal(payload),
  teu,
  energy,
  costPerKm: decimal(perKm),
  fixedPerTrip: decimal(fixed),
  speedExpresswayKmh: 70,
  speedMountainKmh: 40,
  emissionFactorId,
})
const storage = (kind: string, tiers: readonly (readonly [number, number | undefined, string])[]): StorageTariff => ({
  ...sourced,
  kind,
  unit: 'day',
  tiers: tiers.map(([fromDay, toDay, perDay]) => ({ fromDay, ...(toDay !== undefined && { toDay }), perDay: decimal(perDay) })),
})
const factor = (id: string, gPerTonneKm: string, gPerTeuKm?: string) => ({
  ...sourced,
  id,
  kind: 'leg',
  gPerTonneKm: decimal(gPerTonneKm),
  ...(gPerTeuKm !== undefined && { gPerTeuKm: decimal(gPerTeuKm) }),
})
const hubFactor = (id: string, grams: number, per: 'TEU' | 'tonne') => ({
  ...sourced,
  id,
  kind: 'hub',
  hub: { gPerUnit: decimal(grams), unit: per },
})

export const miniature = (places: readonly Place[] = [], services: readonly Service[] = []): ReferenceNetwork => ({
  places: byId(places),
  services: byId(services),
  roadLinks: [],
  unitTypes: byId([
    box('20GP', '1', 28230),
    box('40GP', '2', 26730),
    box('40HC', '2', 26620),
    box('45HC', '2.25', 27700),
    box('40RF', '2', 29350, true),
    box('45RF', '2.25', 26700, true),
    unit('bulk', 'DRY_BULK'),
    unit('open-wagon', 'DRY_BULK', 70000),
    unit('tank', 'LIQUID_BULK'),
    unit('parcel', 'LOOSE', 50),
    unit('pallet', 'LOOSE', 1000),
    unit('ULD', 'LOOSE', 6684),
    unit('17.5m-trailer', 'LOOSE'),
    unit('reefer-truck', 'LOOSE', undefined, true),
    unit('car', 'ROLLING'),
  ]),
  emissionFactors: byId([
    factor('rail-electric-cn', '18', '180'),
    factor('iww-container-135m', '22.6', '226'),
    factor('sea-container-asia-eu', '5.0', '50'),
    factor('air-freighter-long', '608'),
    factor('air-belly-long', '900'),
    factor('road-artic-40t-diesel-cn', '86'),
    factor('road-artic-40t-electric-cn', '58'),
    factor('road-van-diesel', '680'),
    factor('road-rigid-18t-diesel-cn', '150'),
    factor('road-reefer-40t-diesel-cn', '104'),
    { ...sourced, id: 'rail-teu-only', kind: 'leg', gPerTeuKm: decimal('180') },
    hubFactor('hub-transhipment-ambient', 1200, 'tonne'),
    hubFactor('hub-transhipment-cold', 4500, 'tonne'),
    hubFactor('hub-container-terminal-sea', 10000, 'TEU'),
    hubFactor('hub-container-terminal-river', 6000, 'TEU'),
    hubFactor('hub-rail-terminal', 5000, 'TEU'),
    hubFactor('hub-air-terminal', 9000, 'tonne'),
  ]),
  tariffs: {
    trucks: [
      truck('van-3.5t', '1.5', 0, ['2.3', 80], 'road-van-diesel'),
      truck('rigid-18t', '10', 0, ['4.9', 220], 'road-rigid-18t-diesel-cn'),
      truck('artic-49t', '30', 2, ['7.6', 350], 'road-artic-40t-diesel-cn'),
      truck('artic-49t-electric', '28', 2, ['6.6', 350], 'road-artic-40t-electric-cn', 'electricity'),
      truck('artic-49t-reefer', '27', 2, ['9.5', 450], 'road-reefer-40t-diesel-cn'),
      truck('tank-dg', '28', 0, ['10.5', 800], 'road-artic-40t-diesel-cn'),
      truck('cross-border-artic', '26', 2, ['0.1', 1], 'road-artic-40t-diesel-cn'),
    ],
    storage: [
      storage('river port yard TEU', [
        [1, 7, '0'],
        [8, 14, '5'],
        [15, undefined, '12'],
      ]),
      storage('rail terminal yard TEU', [
        [1, 3, '0'],
        [4, 7, '20'],
        [8, undefined, '60'],
      ]),
      storage('airport warehouse', [
        [1, 2, '0'],
        [3, undefined, '0.25'],
      ]),
      storage('reefer plug-in', [[1, undefined, '150']]),
    ],
    customs: [
      { ...sourced, regime: 'export general', meanMinutes: 60, costPerDeclaration: decimal(300), confidence: 'public-source' },
      { ...sourced, regime: 'import general', meanMinutes: 1920, costPerDeclaration: decimal(500), confidence: 'public-source' },
      { ...sourced, regime: 'transit CR Express', meanMinutes: 240, costPerDeclaration: decimal(250) },
    ],
    exchangeRates: [],
  },
  coldChainClasses: byId([
    { ...sourced, id: 'frozen-meat', name: named('frozen meat'), maximumC: -18 },
    { ...sourced, id: 'pharma-ultracold', name: named('ultra-cold'), minimumC: -80, maximumC: -60 },
  ]),
  holidays: [],
  dangerousGoodsBans: [
    {
      ...sourced,
      id: 'belly-3480',
      uNDGID: '3480',
      vehiclePrefix: 'air-belly-',
      rule: { zh: 'UN 3480 禁止客机运输', en: 'UN 3480 never flies on a passenger aircraft' },
    },
  ],
  corridors: [],
})

export const item = (grossWeightKg: number, change: Partial<ConsignmentItem> = {}): ConsignmentItem => ({
  sequenceNumber: 1,
  grossWeightKg,
  natureIdentificationCargo: { identificationText: 'goods' },
  ...change,
})
export const boxed = (unitTypeCode: string, quantity: number, grossWeightKg: number, change: Partial<ConsignmentItem> = {}): Cargo => ({
  cargoFormCode: 'CONTAINERISED',
  requestedEquipment: [{ unitTypeCode, quantity }],
  includedConsignmentItem: [item(grossWeightKg, change)],
})
export const unboxed = (cargoFormCode: Cargo['cargoFormCode'], grossWeightKg: number, change: Partial<ConsignmentItem> = {}): Cargo => ({
  cargoFormCode,
  includedConsignmentItem: [item(grossWeightKg, change)],
})
export const dangerous = (uNDGID: string, hazardClassificationID: string) => ({
  transportDangerousGoods: [{ uNDGID, hazardClassificationID, properShippingName: 'GOODS', netWeightKg: 1 }],
})
export const cold = { transportTemperature: { minimumC: 2, maximumC: 8 } } as const

export const wholeRun = (run: Service): ScheduledLeg => ({ kind: 'LEG', service: run, fromStop: 0, toStop: run.stops.length - 1 })
export const lorry = (from: Place, to: Place, km: number, vehicleType?: string): OnDemandLeg => ({
  kind: 'LEG',
  from: { place: from },
  to: { place: to },
  km: decimal(km),
  ...(vehicleType !== undefined && { vehicleType }),
})
export const hubAt = (at: Place, change: Partial<HubStage> = {}): HubStage => ({
  kind: 'HUB_OPERATION',
  place: at,
  bySea: false,
  stayMinutes: 600,
  last: false,
  ...change,
})
