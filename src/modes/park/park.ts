// Park: what a hub does between two legs, or where a service ends: handling, storage, customs.
import { assert, type Decimal, decimal, roundHalfUp, times } from '#kernel'
import {
  type ChargeLine,
  type Charges,
  chargeLine,
  customsCharge,
  customsOperation,
  customsTariff,
  type Emission,
  exclude,
  type Exclusion,
  FORM_NAMES,
  type HubStage,
  type Load,
  type Mode,
  type OperationCode,
  type Place,
  type ReferenceNetwork,
  refuseAtPlaces,
  refusePlaceStatus,
  type Stage,
  startedDays,
  type StorageTariff,
  type StorageTerm,
  tierSum,
} from '#model'

export const park: Mode = {
  name: 'park',
  stageKind: 'HUB_OPERATION',
  modeCode: () => undefined,
  accept: (load, stage) => refuseHub(load, hub(stage)),
  charges: (load, stage, network) => hubCharges(load, hub(stage), network),
  storage: (load, stage, network) => storageRows(load, hub(stage), network).map(({ row, quantity }) => ({ quantity, tiers: row.tiers })),
  emission: (load, stage, network) => hubEmission(load, hub(stage), network),
  operations: (_load, stage, network) => hubOperations(hub(stage), network),
  milestones: (_load, stage) => hubMilestones(hub(stage)),
}

function hub(stage: Stage): HubStage {
  assert(stage.kind === 'HUB_OPERATION', 'the park answers for hub operations')
  return stage
}

/** Where the chain ends nothing is transferred: a cold base without a box crane still receives the box on its lorry (check.py asks the same). */
function refuseHub(load: Load, { place, last }: HubStage): Exclusion | undefined {
  return refusePlaceStatus(place) ?? (last ? undefined : refuseTransfer(load, place)) ?? refuseAtPlaces(load, [place])
}

function refuseTransfer(load: Load, place: Place): Exclusion | undefined {
  const { name } = place
  const rule = (column: string) => ({ ruleId: `nodes.csv#${place.id}.${column}`, placeId: place.id })
  const form = load.cargo.cargoFormCode
  const takesNo = { zh: `${name.zh}不办理${FORM_NAMES[form].zh}换装`, en: `${name.en} does not transfer ${FORM_NAMES[form].en}` }
  if (place.minimumTransferMinutes === undefined)
    return exclude({
      ...rule('min_transfer_hours'),
      code: 'no-connection',
      zh: `${name.zh}不能换装`,
      en: `No transfer is possible at ${name.en}`,
    })
  if (load.boxCount > 0 && !place.takesContainers) return exclude({ ...rule('cap_container'), code: 'unit-not-accepted', ...takesNo })
  if ((form === 'DRY_BULK' || form === 'LIQUID_BULK') && !place.takesBulk)
    return exclude({ ...rule('cap_bulk'), code: 'cargo-form-not-accepted', ...takesNo })
  if (form === 'ROLLING' && !place.takesRolling) return exclude({ ...rule('cap_roro'), code: 'cargo-form-not-accepted', ...takesNo })
  if (load.needsCold && !place.takesReefers)
    return exclude({
      ...rule('cap_reefer'),
      code: 'temperature-not-kept',
      zh: `${name.zh}不能保持温度`,
      en: `${name.en} cannot keep a temperature`,
    })
  return undefined
}

/** Storage is priced in China only; abroad a stay over three started days is named, not guessed (data README, rule 6). */
const HOME = 'CN'
const FREE_DAYS_ABROAD = 3

function hubCharges(load: Load, stage: HubStage, network: ReferenceNetwork): Charges {
  const days = startedDays(stage.stayMinutes)
  const handling = handlingLine(load, stage.place)
  const storage = storageRows(load, stage, network)
    .map((stored) => storageLine(stored, days))
    .filter(({ appliedAmount }) => appliedAmount.minor > 0n)
  const customs = stage.customsRegime === undefined ? { lines: [], unpriced: [] } : customsCharge(stage.customsRegime, network)
  const storedAbroad = !stage.last && stage.place.countryCode !== HOME && days > FREE_DAYS_ABROAD
  return {
    lines: [...(handling ? [handling] : []), ...storage, ...customs.lines],
    unpriced: [...(handling ? [] : ['HANDLING']), ...(storedAbroad ? ['STORAGE'] : []), ...customs.unpriced],
  }
}

function handlingLine(load: Load, place: Place): ChargeLine | undefined {
  const unit = load.boxCount > 0 ? place.handlingPerTeu : place.handlingPerTonne
  return (
    unit &&
    chargeLine({
      chargeCode: 'HANDLING',
      calculationBasisCode: load.boxCount > 0 ? 'TEU' : 'TONNE',
      basisQuantity: load.boxCount > 0 ? load.teu : load.grossTonnes,
      unit,
      currency: place.handlingCurrency,
      sourceId: `nodes.csv#${place.id}`,
      confidence: place.handlingConfidence,
    })
  )
}

interface StoredBy {
  readonly row: StorageTariff
  readonly quantity: StorageTerm['quantity']
  readonly basis: ChargeLine['calculationBasisCode']
}

/** Yards by TEU, with a plug for reefers; the airport's warehouse by kilogram. Elsewhere the data has no tier and asks nothing. */
function storageRows(load: Load, { place, last }: HubStage, network: ReferenceNetwork): StoredBy[] {
  if (last || place.countryCode !== HOME) return []
  const tier = (kind: string, quantity: Decimal, basis: StoredBy['basis']): StoredBy[] => {
    const row = network.tariffs.storage.find((one) => one.kind === kind)
    assert(row, `storage tier ${kind}`)
    return [{ row, quantity, basis }]
  }
  if (load.boxCount > 0 && (place.placeTypeCode === 'rail-terminal' || place.placeTypeCode === 'port')) {
    const yard = place.placeTypeCode === 'port' ? 'river port yard TEU' : 'rail terminal yard TEU'
    return [...tier(yard, load.teu, 'TEU'), ...(load.needsCold ? tier('reefer plug-in', decimal(load.boxCount), 'UNIT') : [])]
  }
  return place.placeTypeCode === 'airport' ? tier('airport warehouse', load.grossWeightKg, 'KG') : []
}

function storageLine({ row, quantity, basis }: StoredBy, days: number): ChargeLine {
  return chargeLine({
    chargeCode: 'STORAGE',
    calculationBasisCode: basis,
    basisQuantity: quantity,
    unit: tierSum(row.tiers, days),
    sourceId: `tariffs.json#storage_and_detention/${row.kind}`,
    confidence: row.confidence,
  })
}

/** One factor per hub, by the kind of place (data README, rule 7). */
function hubFactorId(load: Load, { place, bySea }: HubStage): string {
  const boxes = load.boxCount > 0
  const onRails =
    place.placeTypeCode === 'rail-terminal' ||
    (['overseas-hub', 'border-crossing', 'park'].includes(place.placeTypeCode) && place.modes.includes('rail'))
  if (boxes && place.placeTypeCode === 'port') return bySea ? 'hub-container-terminal-sea' : 'hub-container-terminal-river'
  if (boxes && onRails) return 'hub-rail-terminal'
  if (!boxes && place.placeTypeCode === 'airport') return 'hub-air-terminal'
  return load.needsCold ? 'hub-transhipment-cold' : 'hub-transhipment-ambient'
}

function hubEmission(load: Load, stage: HubStage, network: ReferenceNetwork): Emission {
  const emissionFactorId = hubFactorId(load, stage)
  const factor = network.emissionFactors.get(emissionFactorId)
  assert(factor?.hub, `hub factor ${emissionFactorId}`)
  const grams = times(factor.hub.gPerUnit, factor.hub.unit === 'TEU' ? load.teu : load.grossTonnes)
  return { emissionG: Number(roundHalfUp(grams, 0)), emissionFactorId, confidence: factor.confidence }
}

/** Goods are stored when they stay longer than the transfer needs. */
const isStored = ({ place, stayMinutes, last }: HubStage): boolean => !last && stayMinutes > (place.minimumTransferMinutes ?? 0)

function hubOperations(stage: HubStage, network: ReferenceNetwork): { operationCode: OperationCode; durationMinutes?: number }[] {
  const { customsRegime: regime } = stage
  const minutes = regime === undefined ? undefined : customsTariff(regime, network)?.meanMinutes
  return [
    { operationCode: 'DISCHARGE' },
    ...(regime === undefined
      ? []
      : [{ operationCode: customsOperation(regime), ...(minutes !== undefined && { durationMinutes: minutes }) }]),
    ...(isStored(stage) ? [{ operationCode: 'STORAGE' as const }] : []),
    ...(stage.last ? [] : [{ operationCode: 'LOADING' as const }]),
  ]
}

/** Loading onto the next means is a milestone of that leg, whose means it names (standards.md §4.7). */
function hubMilestones(stage: HubStage): string[] {
  return [
    'DISCHARGED',
    ...(stage.customsRegime === undefined ? [] : ['CUSTOMS_SUBMITTED', 'CUSTOMS_RELEASED']),
    ...(isStored(stage) ? ['STORED'] : []),
    ...(stage.last ? ['AVAILABLE_FOR_PICKUP'] : []),
  ]
}
