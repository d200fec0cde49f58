// From the words of the command line to the entrustment of CONTRACT §4; the window judges what it says.
import type { z } from 'zod'
import { type Decimal, decimal, isDecimal, minorDigits, ok, refuse, type Result, roundHalfUp, type Text, toNumber } from '#kernel'
import { type entrustment, UNIT_TYPES_OF_FORM } from '#model'

export type EntrustmentBody = z.input<typeof entrustment>

/** As commander hands them over: every value is still text. */
export interface QuoteOptions {
  readonly ready?: string
  readonly deadline?: string
  readonly currency?: string
  readonly form?: string
  readonly unit?: readonly string[]
  readonly quantity?: readonly string[]
  readonly weightKg?: string
  readonly volumeM3?: string
  readonly pieces?: string
  readonly goods?: string
  readonly hs?: string
  readonly packages?: string
  readonly temperature?: string
  readonly coldChain?: string
  readonly un?: string
  readonly hazardClass?: string
  readonly shippingName?: string
  readonly packingGroup?: string
  readonly dgWeightKg?: string
  readonly value?: string
  readonly modes?: string
  readonly maximumLegs?: string
}

export interface OptionFault {
  readonly option: string
  readonly rule: Text
}

const MODE_OF_WORD: Readonly<Record<string, readonly string[]>> = {
  water: ['1', '8'],
  sea: ['1'],
  inland: ['8'],
  rail: ['2'],
  road: ['3'],
  air: ['4'],
  水: ['1', '8'],
  水路: ['1', '8'],
  海: ['1'],
  海运: ['1'],
  内河: ['8'],
  铁: ['2'],
  铁路: ['2'],
  公: ['3'],
  公路: ['3'],
  空: ['4'],
  空运: ['4'],
}

/** Everything but the places, which the window has to find; all faults at once. */
export function readOptions(
  options: QuoteOptions,
): Result<Omit<EntrustmentBody, 'carrierAcceptanceLocation' | 'consigneeReceiptLocation'>, readonly OptionFault[]> {
  const faults: OptionFault[] = []
  const number = (option: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined
    if (isDecimal(text)) return toNumber(decimal(text))
    faults.push({ option, rule: { zh: '须为数字', en: 'must be a number' } })
    return undefined
  }
  const needed = (option: string, text: string | undefined): string => {
    if (text === undefined || text === '') faults.push({ option, rule: { zh: '必须给出', en: 'is required' } })
    return text ?? ''
  }
  const equipment = readEquipment(options, faults)
  const cargoFormCode = options.form ?? (equipment.length > 0 ? 'CONTAINERISED' : undefined)
  if (cargoFormCode === undefined)
    faults.push({ option: '--form', rule: { zh: '须给出 --unit(集装箱)或 --form', en: 'give --unit (containers) or --form' } })
  const goods = needed('--goods', options.goods)
  const readyDateTime = withSeconds(needed('--ready', options.ready))
  needed('--weight-kg', options.weightKg)
  const modeCodes = options.modes === undefined ? undefined : readModes(options.modes, faults)
  const value = readValue(options, faults)
  const item = {
    sequenceNumber: 1,
    natureIdentificationCargo: {
      identificationText: goods,
      ...given('statisticalClassificationCode', options.hs),
      ...(options.hs === undefined ? {} : { nomenclatureCode: 'HS2022' as const }),
    },
    grossWeightKg: number('--weight-kg', options.weightKg) ?? 0,
    ...given('grossVolumeM3', number('--volume-m3', options.volumeM3)),
    ...given('goodsUnitQuantity', number('--pieces', options.pieces)),
    ...given('transportPackage', readPackages(options.packages, faults)),
    ...given('transportTemperature', readTemperature(options, faults)),
    ...given('transportDangerousGoods', readDangerousGoods(options, number)),
  }
  const maximumLegs = number('--max-legs', options.maximumLegs)
  if (faults.length > 0) return refuse(faults)
  const body = {
    readyDateTime,
    ...given('deadlineDateTime', options.deadline === undefined ? undefined : withSeconds(options.deadline)),
    ...given('currency', options.currency),
    cargoFormCode,
    ...(equipment.length === 0 ? {} : { requestedEquipment: equipment }),
    includedConsignmentItem: [item],
    ...given('declaredValueForCarriageAmount', value),
    ...given('modeCodes', modeCodes),
    ...given('maximumLegs', maximumLegs),
  }
  // Codes that are not ours are the window's to refuse, with the list of those that are.
  return ok(body as Omit<EntrustmentBody, 'carrierAcceptanceLocation' | 'consigneeReceiptLocation'>)
}

/** A person may leave the seconds out; what is no instant goes to the window as it is, to be refused there. */
function withSeconds(text: string): string {
  try {
    return Temporal.Instant.from(text).toString()
  } catch {
    return text
  }
}

const given = <const K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } =>
  value === undefined ? {} : ({ [name]: value } as { [N in K]: V })

function readEquipment({ unit = [], quantity = [] }: QuoteOptions, faults: OptionFault[]): { unitTypeCode: string; quantity: number }[] {
  if (unit.length !== quantity.length && !(unit.length === 1 && quantity.length === 0)) {
    faults.push({ option: '--quantity', rule: { zh: '每个 --unit 须配一个 --quantity', en: 'give one --quantity for each --unit' } })
  }
  return unit.map((unitTypeCode, index) => {
    const text = quantity[index] ?? '1'
    if (!/^-?\d+$/.test(text)) faults.push({ option: '--quantity', rule: { zh: '须为整数', en: 'must be a whole number' } })
    return { unitTypeCode, quantity: Number(text) }
  })
}

function readModes(text: string, faults: OptionFault[]): string[] {
  const codes = text.split(/[,,、]/).flatMap((word) => {
    const found = /^[12348]$/.test(word.trim()) ? [word.trim()] : MODE_OF_WORD[word.trim().toLowerCase()]
    if (found === undefined)
      faults.push({
        option: '--modes',
        rule: { zh: `不认识 ${word};可用 water rail road air`, en: `does not know ${word}; use water, rail, road, air` },
      })
    return found ?? []
  })
  return [...new Set(codes)]
}

/** "51000000" or "51000000CNY", in major units. */
function readValue({ value, currency = 'CNY' }: QuoteOptions, faults: OptionFault[]): { minor: string; currency: string } | undefined {
  if (value === undefined) return undefined
  const match = /^(\d+(?:\.\d+)?)\s*([A-Za-z]{3})?$/.exec(value)
  if (match === null) {
    faults.push({ option: '--value', rule: { zh: '须形如 51000000 或 51000000CNY', en: 'must look like 51000000 or 51000000CNY' } })
    return undefined
  }
  const unit = (match[2] ?? currency).toUpperCase()
  const amount: Decimal = decimal(match[1] ?? '0')
  return { minor: roundHalfUp(amount, minorDigits(unit)).toString(), currency: unit }
}

/** "CT:120" or "CT:120:600x400x400", sizes in millimetres. */
function readPackages(text: string | undefined, faults: OptionFault[]) {
  if (text === undefined) return undefined
  const match = /^([A-Z0-9]{2}):(\d+)(?::(\d+)x(\d+)x(\d+))?$/.exec(text)
  if (match === null) {
    faults.push({
      option: '--packages',
      rule: {
        zh: '须形如 CT:120:600x400x400(代码:件数:长x宽x高毫米)',
        en: 'must look like CT:120:600x400x400 (type:pieces:length x width x height in mm)',
      },
    })
    return undefined
  }
  const [, typeCode = '', pieces, length, width, height] = match
  return {
    typeCode,
    itemQuantity: Number(pieces),
    ...(length === undefined ? {} : { lengthMm: Number(length), widthMm: Number(width), heightMm: Number(height) }),
  }
}

/** "13..15", or one figure for both. */
function readTemperature({ temperature, coldChain }: QuoteOptions, faults: OptionFault[]) {
  const match = temperature === undefined ? undefined : /^(-?\d+(?:\.\d+)?)(?:\.\.(-?\d+(?:\.\d+)?))?$/.exec(temperature)
  if (match === null) faults.push({ option: '--temperature', rule: { zh: '须形如 13..15 或 -18', en: 'must look like 13..15 or -18' } })
  const [, low, high = low] = match ?? []
  if (low === undefined && coldChain === undefined) return undefined
  return {
    ...given('minimumC', low === undefined ? undefined : Number(low)),
    ...given('maximumC', high === undefined ? undefined : Number(high)),
    ...given('coldChainClassId', coldChain),
  }
}

/** Half-given dangerous goods go to the window as they are: it says what is missing. */
function readDangerousGoods(options: QuoteOptions, number: (option: string, text: string | undefined) => number | undefined) {
  const { un, hazardClass, shippingName, packingGroup, dgWeightKg } = options
  if ([un, hazardClass, shippingName, packingGroup, dgWeightKg].every((part) => part === undefined)) return undefined
  return [
    {
      ...given('uNDGID', un?.replace(/^UN\s*/i, '')),
      ...given('hazardClassificationID', hazardClass),
      ...given('properShippingName', shippingName),
      ...given('packagingDangerLevelCode', packingGroup),
      ...given('netWeightKg', number('--dg-weight-kg', dgWeightKg)),
    },
  ]
}

export const FORMS: readonly string[] = Object.keys(UNIT_TYPES_OF_FORM)
