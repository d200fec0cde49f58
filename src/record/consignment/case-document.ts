// The demand cases as Markdown: totals, one row per case, and under it what differs, row by row.
import { minuteText } from '#kernel'
import type { Itinerary } from '#model'
import type { CaseFindings, Figures } from './case-findings.ts'

export function casesDocument(cases: readonly CaseFindings[]): string {
  const count = (holds: (one: CaseFindings) => boolean): string => `${cases.filter(holds).length}/${cases.length}`
  const sizes = cases.map((one) => one.frontSize).toSorted((a, b) => a - b)
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0
  return `${[
    '# The demand cases',
    '',
    'Written by `npx yidan cases` from `data/chongqing`; a test compares it. Clock 2026-12-01T09:00+08:00, every departure empty, all modes, at most 5 legs, no deadline, CNY.',
    '',
    '| | |',
    '|---|---|',
    `| typical chain on the front | ${count((one) => one.onFront !== undefined)} |`,
    `| days in range | ${count((one) => one.inRange.days)} |`,
    `| cost in range | ${count((one) => one.inRange.cost)} |`,
    `| CO2e in band | ${count((one) => one.inRange.co2e)} |`,
    `| agrees with check.py | ${count((one) => one.checked.agrees)} |`,
    `| front sizes | ${sizes[0] ?? 0} – ${sizes.at(-1) ?? 0}, median ${median} |`,
    '',
    'Days, cost and CO2e are those of the typical chain: as the front has it, with the roads of `drayage-links.csv`, where it is on the front; else with the road its author gave.',
    "Agreement with `check.py` is tested on the author's own chain: cost to the fen, CO2e to the kilogram that `model_check` prints, arrival to the minute we round up per leg.",
    '',
    '| case | typical chain | front | days (range) | cost (range) | t CO2e (band) | check.py |',
    '|---|---|---|---|---|---|---|',
    ...cases.map(caseLine),
    '',
    ...cases.flatMap(caseSection),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function caseLine(one: CaseFindings): string {
  const { row, onFront, typical, inRange, checked, frontSize } = one
  const { typical_answer: range } = row
  const figures = onFront ?? typical
  const mark = (holds: boolean): string => (holds ? '' : ' **out**')
  const unit = { 'CNY total': 'CNY', 'CNY/tonne': 'CNY/t' }[range.cost_unit] ?? 'CNY/lorry'
  return `| ${[
    `[${row.id}](#${row.id})`,
    onFront ? 'on the front' : '**not on it**',
    String(frontSize),
    `${figures.days.toFixed(2)} (${range.days_min}–${range.days_max})${mark(inRange.days)}`,
    `${grouped(figures.costInUnit)} ${unit} (${grouped(range.cost_min)}–${grouped(range.cost_max)})${mark(inRange.cost)}`,
    `${(figures.emission / 1e6).toFixed(3)} (${range.co2e_t_min}–${range.co2e_t_max})${mark(inRange.co2e)}`,
    checked.agrees ? 'agrees' : '**differs**',
  ].join(' | ')} |`
}

function caseSection(one: CaseFindings): string[] {
  const { row, members } = one
  return [
    `## ${row.id}`,
    '',
    `${row.name_en} · ${row.name_zh}`,
    '',
    '| member of the front | chain | arrives | CNY | g CO2e |',
    '|---|---|---|---|---|',
    ...members.map(
      (figures) =>
        `| ${figures.itinerary.labels.join(' ') || namesOf(one, figures)} | ${chainText(figures.itinerary)} | ${minuteText(figures.arrival)} | ${fen(figures.cost)} | ${grouped(figures.emission, 0)} |`,
    ),
    '',
    ...paragraphs(one),
  ]
}

/** Which of the three criteria this member leads. */
function namesOf({ members }: CaseFindings, figures: Figures): string {
  const leads = (value: (one: Figures) => number): boolean => members.every((other) => value(other) >= value(figures))
  const names = [
    leads((one) => one.arrival) && 'fastest',
    leads((one) => one.cost) && 'cheapest',
    leads((one) => one.emission) && 'greenest',
  ]
  return names.filter(Boolean).join(', ')
}

function paragraphs(one: CaseFindings): string[] {
  return [...offTheFront(one), ...outOfRange(one), ...againstCheck(one)].flatMap((paragraph) => [paragraph, ''])
}

function offTheFront({ onFront, dominator, refusals, typical, row }: CaseFindings): string[] {
  if (onFront) return differingRoads(onFront, typical)
  const chain = row.typical_answer.chain.map((leg) => leg.service ?? `road ${leg.from}–${leg.to}`).join(' → ')
  const head = `**Not on the front**: ${chain}, arriving ${minuteText(typical.arrival)} for ${fen(typical.cost)} CNY and ${grouped(typical.emission, 0)} g.`
  const rules = refusals.map((rule) => `- refused by ${rule}`)
  if (!dominator)
    return [
      [
        head,
        ...rules,
        ...(rules.length === 0
          ? [
              "- no single member is nowhere worse; with our own roads (drayage-links.csv) the chain is worse than with the author's, and then it is",
            ]
          : []),
      ].join('\n'),
    ]
  const [minutes, cost, grams] = [typical.arrival - dominator.arrival, typical.cost - dominator.cost, typical.emission - dominator.emission]
  const by = `- dominated by ${chainText(dominator.itinerary)}: ${minutes === 0 ? 'the same arrival' : `${minutesText(minutes)} earlier`}, ${cost === 0 ? 'the same price' : `${fen(cost)} CNY cheaper`}, ${grams === 0 ? 'the same CO2e' : `${grouped(grams, 0)} g less`}`
  return [[head, ...rules, by].join('\n'), rowsThatDiffer(typical.itinerary, dominator.itinerary, 'typical chain', 'this member')]
}

/** Where the front's own road differs from the author's, its row says by how much. */
function differingRoads(onFront: Figures, typical: Figures): string[] {
  if (onFront.cost === typical.cost && onFront.emission === typical.emission && onFront.arrival === typical.arrival) return []
  return [
    `On the front with our own road: ${fen(onFront.cost - typical.cost)} CNY, ${grouped(onFront.emission - typical.emission, 0)} g and ${minutesText(onFront.arrival - typical.arrival)} against the author's.`,
    rowsThatDiffer(typical.itinerary, onFront.itinerary, "author's", 'ours'),
  ]
}

function outOfRange({ inRange, row, onFront, typical }: CaseFindings): string[] {
  const figures = onFront ?? typical
  const { typical_answer: range } = row
  const out: string[] = []
  const dearest = figures.itinerary.applicableServiceCharge.toSorted(
    (a, b) => Number(b.appliedAmount.minor) - Number(a.appliedAmount.minor),
  )[0]
  const dirtiest = figures.itinerary.elements.toSorted((a, b) => b.emissionG - a.emissionG)[0]
  const longest = figures.itinerary.elements
    .flatMap((element) => (element.kind === 'LEG' ? [element] : []))
    .toSorted((a, b) => b.distanceKm - a.distanceKm)[0]
  if (!inRange.days)
    out.push(
      `**Days out of range**: ${figures.days.toFixed(2)} against ${range.days_min}–${range.days_max}; the run of ${longest?.departureId ?? 'the lorry'} makes it.${row.days_note === undefined ? '' : ` cargo.json: ${row.days_note}.`}`,
    )
  if (!inRange.cost)
    out.push(
      `**Cost out of range**: ${grouped(figures.costInUnit)} against ${grouped(range.cost_min)}–${grouped(range.cost_max)}; ${dearest?.sourceId ?? ''} makes ${fen(Number(dearest?.appliedAmount.minor ?? 0))} ${dearest?.appliedAmount.currency ?? ''} of it.`,
    )
  if (!inRange.co2e)
    out.push(
      `**CO2e out of band**: ${(figures.emission / 1e6).toFixed(3)} t against ${range.co2e_t_min}–${range.co2e_t_max}; emission-factors.csv#${dirtiest?.emissionFactorId ?? ''} makes ${grouped(dirtiest?.emissionG ?? 0, 0)} g of it.`,
    )
  return out
}

function againstCheck({ checked, row, typical, departures }: CaseFindings): string[] {
  const several =
    departures > 1
      ? [
          `The whole load needs ${departures} departures; check.py splits it, a chain here does not (a later issue). ${row.several_departures ?? ''}`,
        ]
      : []
  if (checked.agrees) return several
  const differences = [
    ...(checked.cost ? [] : [`cost ${grouped(typical.costInUnit)} against ${grouped(row.model_check.cost)}`]),
    ...(checked.co2e ? [] : [`CO2e ${(typical.emission / 1e6).toFixed(3)} t against ${row.model_check.co2e_t}`]),
    ...(checked.arrivalMinutes === 0 ? [] : [`arrival ${minuteText(typical.arrival)} against ${row.model_check.arrivalDateTime}`]),
  ]
  return [...several, `**Differs from check.py**: ${differences.join(', ')}. ${row.days_note ?? ''}`.trimEnd()]
}

/** The charge and emission rows that one of two chains has and the other has not, or has with another amount. */
function rowsThatDiffer(a: Itinerary, b: Itinerary, nameA: string, nameB: string): string {
  const rows = (one: Itinerary): Map<string, string> => {
    const found = new Map<string, string>()
    const add = (key: string, value: string): void => void found.set(key, [found.get(key), value].filter(Boolean).join(' + '))
    for (const line of one.applicableServiceCharge)
      add(`${line.chargeCode} ${line.sourceId}`, `${fen(Number(line.appliedAmount.minor))} ${line.appliedAmount.currency}`)
    for (const element of one.elements) add(`CO2e emission-factors.csv#${element.emissionFactorId}`, `${grouped(element.emissionG, 0)} g`)
    return found
  }
  const [mine, other] = [rows(a), rows(b)]
  const keys = [...new Set([...mine.keys(), ...other.keys()])].filter((key) => mine.get(key) !== other.get(key)).toSorted()
  return [
    `| row | ${nameA} | ${nameB} |`,
    '|---|---|---|',
    ...keys.map((key) => `| ${key} | ${mine.get(key) ?? '–'} | ${other.get(key) ?? '–'} |`),
  ].join('\n')
}

const chainText = ({ elements }: Itinerary): string =>
  elements
    .flatMap((element) =>
      element.kind === 'LEG'
        ? [element.departureId ?? `road ${placeText(element.departureEvent)}–${placeText(element.arrivalEvent)} ${element.distanceKm} km`]
        : [],
    )
    .join(' → ')
const placeText = (event: { occurrenceLocation?: { placeId?: string | undefined } | undefined }): string =>
  event.occurrenceLocation?.placeId ?? 'point'

/** 1,234.50: the same on every machine, whatever its locale. */
function grouped(value: number, digits = 2): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.')
  const text = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')
  const tail = fraction === undefined || /^0*$/.test(fraction) ? '' : `.${fraction}`
  return `${value < 0 ? '−' : ''}${text}${tail}`
}
const fen = (minor: number): string => grouped(minor / 100)
const minutesText = (minutes: number): string =>
  Math.abs(minutes) < 120
    ? `${grouped(minutes, 0)} min`
    : Math.abs(minutes) < 2880
      ? `${(minutes / 60).toFixed(1)} h`
      : `${(minutes / 1440).toFixed(1)} days`
