// Chongqing's own data at the clock of the demand cases, read once for a test file; no database.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { assert, type Language, type NewUuid } from '#kernel'
import { entrustment, type Entrustment, type Modes, type Quote } from '#model'
import { air } from '#modes/air'
import { park } from '#modes/park'
import { rail } from '#modes/rail'
import { road } from '#modes/road'
import { water } from '#modes/water'
import { type NetworkState, readFolder } from '#record/network'
import { casesNetwork } from '../cases.ts'
import { CASES_CLOCK } from '../cases-clock.ts'
import { askQuote } from '../quote.ts'

export const modes: Modes = [water, rail, road, air, park]
const folder = join(import.meta.dirname, '../../../../data/chongqing')
export const cityFiles: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((name) => /\.(csv|json)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
)

let kept: NetworkState | undefined
export function cityNetwork(): NetworkState {
  if (kept) return kept
  const read = readFolder(cityFiles)
  assert(read.ok, 'the city folder keeps the rules')
  kept = casesNetwork(read.value)
  return kept
}

export function countedUuids(): NewUuid {
  let count = 0
  return () => `0192f0c0-0000-7000-8000-${(++count).toString(16).padStart(12, '0')}`
}

export type Question = Partial<z.input<typeof entrustment>>
/** Ten boxes of laptops to Duisburg: the worked example of CONTRACT §4. */
export const EXAMPLE = {
  carrierAcceptanceLocation: { placeId: 'cq-xiyong-cbz' },
  consigneeReceiptLocation: { placeId: 'de-duisburg' },
  readyDateTime: '2026-12-01T09:00:00+08:00',
  deadlineDateTime: '2026-12-21T09:00:00+08:00',
  currency: 'CNY',
  cargoFormCode: 'CONTAINERISED',
  requestedEquipment: [{ unitTypeCode: '40HC', quantity: 10 }],
  includedConsignmentItem: [
    {
      sequenceNumber: 1,
      grossWeightKg: 85_000,
      natureIdentificationCargo: { identificationText: 'laptops', statisticalClassificationCode: '847130', nomenclatureCode: 'HS2022' },
    },
  ],
  declaredValueForCarriageAmount: { minor: '5100000000', currency: 'CNY' },
  modeCodes: ['1', '2', '3', '8'],
  maximumLegs: 5,
} satisfies Question

/** The example with members changed; one set to undefined is left out. */
export function entrusted(change: { readonly [Member in keyof Question]?: Question[Member] | undefined } = {}): Entrustment {
  const merged = Object.fromEntries(Object.entries({ ...EXAMPLE, ...change }).filter(([, value]) => value !== undefined))
  return entrustment.parse(merged)
}

export interface Asking {
  readonly network?: NetworkState
  readonly now?: Temporal.Instant
  readonly language?: Language
}
export function quoted(asked: Entrustment, { network = cityNetwork(), now = CASES_CLOCK, language = 'en' }: Asking = {}): Quote {
  const answer = askQuote(asked, { network, modes, now, newUuid: countedUuids(), language })
  assert(answer.ok, JSON.stringify(answer))
  return answer.value
}
