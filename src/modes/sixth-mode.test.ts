// A sixth mode is one folder with one `Mode` and one line in the list that main.ts hands on; nothing else knows how many there are.
import { type Charges, type Load, loadOf, type Modes, modeFor, type ReferenceNetwork, scheduledMode, type Stage } from '#model'
import { boxed, hubAt, lorry, miniature, place, service, unboxed, wholeRun } from '#model/testing'
import { air } from '#modes/air'
import { park } from '#modes/park'
import { rail } from '#modes/rail'
import { road } from '#modes/road'
import { water } from '#modes/water'
import { expect, test } from 'vitest'

/** What `src/modes/pipeline/pipeline.ts` would hold: the rules all modes share, and one of its own. */
const pipeline = scheduledMode({
  name: 'pipeline',
  codes: {},
  refuse: (load, { service: { id } }) =>
    load.grossTonnes.units > 0n && load.cargo.includedConsignmentItem.length > 1
      ? {
          code: 'cargo-form-not-accepted',
          ruleId: 'modes/pipeline#one-liquid',
          serviceId: id,
          detail: { zh: '管道一次只输送一种液体', en: 'A pipeline carries one liquid at a time' },
        }
      : undefined,
  underway: () => ['PIGGED'],
})

const five: Modes = [water, rail, road, air, park]
const six: Modes = [...five, pipeline]

/** Knows no mode by name: what a quote does with every stage. */
function price(modes: Modes, load: Load, stages: readonly Stage[], network: ReferenceNetwork) {
  return stages.map((stage) => {
    const mode = modeFor(modes, stage)
    const refusal = mode.accept(load, stage, network)
    if (refusal) return refusal.code
    const { lines, unpriced }: Charges = mode.charges(load, stage, network)
    return {
      mode: mode.name,
      minor: lines.map(({ appliedAmount }) => appliedAmount.minor),
      unpriced,
      grams: mode.emission(load, stage, network).emissionG,
      milestones: mode.milestones(load, stage, network),
    }
  })
}

const [field, refinery] = [place('field'), place('refinery', { placeTypeCode: 'park' })]
const line = service('p-1', 'pipeline', ['field', 'refinery'], {
  unitTypes: ['tank'],
  costUnit: 'CNY/tonne',
  vehicleType: 'rail-electric-cn',
  capacityTeu: 0,
})
const network = miniature([field, refinery], [line])
const oil = loadOf(unboxed('LIQUID_BULK', 28_000), network.unitTypes)
const chain = [wholeRun(line), hubAt(refinery), lorry(refinery, place('b'), 10)]

test('a chain through the sixth mode is accepted and priced', () => {
  expect(price(six, oil, chain, network)).toEqual([
    { mode: 'pipeline', minor: [2_800_000n], unpriced: [], grams: 50_400, milestones: ['LOADED', 'DEPARTED', 'PIGGED', 'ARRIVED'] },
    { mode: 'park', minor: [50_400n], unpriced: [], grams: 33_600, milestones: ['DISCHARGED', 'STORED'] },
    { mode: 'road', minor: [90_500n], unpriced: [], grams: 24_080, milestones: ['LOADED', 'DEPARTED', 'ARRIVED'] },
  ])
})
test('its own rule and the shared ones refuse', () => {
  const two = loadOf(
    { ...oil.cargo, includedConsignmentItem: [...oil.cargo.includedConsignmentItem, ...oil.cargo.includedConsignmentItem] },
    network.unitTypes,
  )
  expect(price(six, two, [wholeRun(line)], network)).toEqual(['cargo-form-not-accepted'])
  expect(price(six, loadOf(boxed('20GP', 1, 1), network.unitTypes), [wholeRun(line)], network)).toEqual(['cargo-form-not-accepted'])
})
test('without its line in the list nobody answers', () =>
  expect(() => price(five, oil, chain, network)).toThrow('no mode is registered for pipeline'))
test('all six are alike', () => {
  for (const mode of six)
    expect(Object.keys(mode).toSorted()).toEqual([
      'accept',
      'charges',
      'emission',
      'milestones',
      'modeCode',
      'name',
      'operations',
      'stageKind',
      'storage',
    ])
})
