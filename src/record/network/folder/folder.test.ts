import { expect, test } from 'vitest'
import { CHONGQING, type Files, lineOf, withCell, without, withoutColumn, withText } from '#record/network/testing'
import { faultText } from './faults.ts'
import { inspectFolder, readFolder } from './folder.ts'

const DUISBURG = 'r-yxo-duisburg-out'
const GUOYUAN = 'cq-guoyuan-port'
const nodeLine = lineOf('nodes.csv', `${GUOYUAN},`)
const serviceLine = lineOf('services.csv', `${DUISBURG},`)
const stopLine = lineOf('service-stops.csv', `${DUISBURG},2,`)
const linkLine = lineOf('drayage-links.csv', 'dray-0001,')
const nodeCell = (column: string, value: string | ((before: string) => string)) => withCell('nodes.csv', GUOYUAN, column, value)
const serviceCell = (column: string, value: string | ((before: string) => string)) => withCell('services.csv', DUISBURG, column, value)
const swapped = (): Files => withCell('nodes.csv', GUOYUAN, 'lat', '106.797', nodeCell('lon', '29.606'))

/** What is broken, and the first words of the faults that must be told: `file:line: column: rule`. */
const BAD: readonly (readonly [name: string, files: Files, faults: readonly string[]])[] = [
  ['byte order mark', withText('nodes.csv', (text) => `\uFEFF${text}`), ['nodes.csv:1: -: byte-order-mark']],
  ['CRLF', withText('services.csv', (text) => text.replaceAll('\n', '\r\n')), ['services.csv:1: -: carriage-return']],
  ['not NFC', nodeCell('name_en', 'Guoyuán Port'.normalize('NFD')), [`nodes.csv:${nodeLine}: name_en: not-nfc`]],
  ['not UTF-8', nodeCell('name_en', 'Guoyu\uFFFDn Port'), [`nodes.csv:${nodeLine}: -: control-character`]],
  ["a machine's path", nodeCell('note', 'see /home/somebody/notes.txt'), [`nodes.csv:${nodeLine}: -: machine-path`]],
  [
    'broken quotes',
    withText('calendar.csv', (text) => text.replace('cn-2026-new-year', '"cn-2026-new-year')),
    ['calendar.csv:2: -: not-csv'],
  ],
  [
    'broken JSON',
    withText('tariffs.json', (text) => text.replace('"fx_cny_per_unit": [', '"fx_cny_per_unit": [,')),
    ['tariffs.json:9: -: not-json'],
  ],
  [
    'doubled member',
    withText('tariffs.json', (text) => text.replace('"currency": "USD",', '"currency": "USD",\n   "currency": "USD",')),
    ['tariffs.json:12: currency: duplicate-member'],
  ],
  ['missing file', without('calendar.csv'), ['calendar.csv:1: -: missing-file']],
  ['missing places: nothing else is blamed', without('nodes.csv'), ['nodes.csv:1: -: missing-file']],
  ['missing column', withoutColumn('nodes.csv', 'lat'), ['nodes.csv:1: lat: missing-column']],
  [
    'column named twice',
    withText('calendar.csv', (text) => text.replace('id,country,from_date', 'id,country,country')),
    ['calendar.csv:1: country: duplicate-column'],
  ],
  [
    'too many fields',
    withText('nodes.csv', (text) => text.replace(`${GUOYUAN},`, `${GUOYUAN},extra,`)),
    [`nodes.csv:${nodeLine}: -: field-count`],
  ],
  ['space at the edge', nodeCell('iata', ' '), [`nodes.csv:${nodeLine}: iata: edge-space`]],
  ['empty name', nodeCell('name_zh', ''), [`nodes.csv:${nodeLine}: name_zh: missing-value`]],
  ['duplicate id', withText('nodes.csv', (text) => `${text}${text.split('\n')[1]}\n`), ['nodes.csv:309: id: duplicate-id']],
  ['no source', nodeCell('source', ''), [`nodes.csv:${nodeLine}: source: missing-value`]],
  ['unknown confidence', nodeCell('confidence', 'sure'), [`nodes.csv:${nodeLine}: confidence: unknown-confidence`]],
  ['swapped coordinates', swapped(), [`nodes.csv:${nodeLine}: lat: swapped-coordinates`]],
  [
    'swapped abroad',
    withCell('nodes.csv', 'de-duisburg', 'lat', '6.76', withCell('nodes.csv', 'de-duisburg', 'lon', '51.45')),
    ['swapped-coordinates'],
  ],
  ['outside Chongqing', nodeCell('lon', '116.4'), [`nodes.csv:${nodeLine}: lat: outside-area`]],
  ['unknown zone', nodeCell('timezone', 'Asia/Chungking2'), [`nodes.csv:${nodeLine}: timezone: unknown-zone`]],
  ['an offset is no zone', nodeCell('timezone', '+08:00'), [`nodes.csv:${nodeLine}: timezone: unknown-zone`]],
  ['unknown place type', nodeCell('type', 'harbour'), [`nodes.csv:${nodeLine}: type: unknown-code`]],
  ['unknown district', nodeCell('district', '不存在区'), [`nodes.csv:${nodeLine}: district: unknown-row`]],
  ['UN/LOCODE of another country', nodeCell('unlocode', 'DEDUI'), [`nodes.csv:${nodeLine}: unlocode: bad-form`]],
  ['hazard class', nodeCell('dg_classes', '2.2;10'), [`nodes.csv:${nodeLine}: dg_classes: bad-form`]],
  ['negative price', nodeCell('handling_cost_teu', '-380'), [`nodes.csv:${nodeLine}: handling_cost_teu: negative`]],
  ['unknown currency', nodeCell('handling_currency', 'XXX'), [`nodes.csv:${nodeLine}: handling_currency: unknown-code`]],
  ['not a number', nodeCell('min_transfer_hours', 'six'), [`nodes.csv:${nodeLine}: min_transfer_hours: not-a-number`]],
  ['transfer of three days', nodeCell('min_transfer_hours', '72'), [`nodes.csv:${nodeLine}: min_transfer_hours: out-of-range`]],
  ['opening hours', nodeCell('opening_hours', 'Mo-Fr 9-17'), [`nodes.csv:${nodeLine}: opening_hours: bad-form`]],
  [
    'dangling place in a service',
    serviceCell('stops', (text) => text.replace('cn-alashankou@', 'cn-nowhere@')),
    [`services.csv:${serviceLine}: stops: unknown-place`, `service-stops.csv:${stopLine}: node_id: stops-differ`],
  ],
  [
    'dangling place in a stop',
    withText('service-stops.csv', (text) => text.replace(`${DUISBURG},2,cn-alashankou`, `${DUISBURG},2,cn-nowhere`)),
    [`service-stops.csv:${stopLine}: node_id: stops-differ`, `service-stops.csv:${stopLine}: node_id: unknown-place`],
  ],
  [
    'a stop of no service',
    withText('service-stops.csv', (text) => `${text}r-nowhere,1,cq-guoyuan-port,,0,,,,CNY/TEU,test,estimate\n`),
    ['service-stops.csv:1327: service_id: unknown-service'],
  ],
  [
    'overlapping stops',
    withCell('services.csv', DUISBURG, 'stops', (text) => text.replace('@92/110', '@92/80')),
    [`services.csv:${serviceLine}: stops: times-run-back`],
  ],
  ['leg counts', serviceCell('leg_km', (text) => `${text};1`), [`services.csv:${serviceLine}: stops: leg-count`]],
  [
    'negative leg cost',
    serviceCell('leg_cost', (text) => text.replace('8802', '-8802')),
    [`services.csv:${serviceLine}: leg_cost: negative`],
  ],
  ['totals', serviceCell('total_km', '11000'), [`services.csv:${serviceLine}: total_km: totals-differ`]],
  [
    'shorter than the great circle',
    serviceCell('leg_km', (text) => text.replace('4100', '1000')),
    [`services.csv:${serviceLine}: leg_km: shorter-than-great-circle`, `services.csv:${serviceLine}: total_km: totals-differ`],
  ],
  [
    'too fast',
    serviceCell('leg_hours', (text) => text.replace(/^92;/, '9;')),
    [`services.csv:${serviceLine}: leg_hours: implausible-speed`, `services.csv:${serviceLine}: leg_hours: stops-differ`],
  ],
  ['vehicle without factor', serviceCell('vehicle_type', 'rail-steam'), [`services.csv:${serviceLine}: vehicle_type: unknown-row`]],
  ['vehicle of another mode', serviceCell('vehicle_type', 'iww-roro'), [`services.csv:${serviceLine}: vehicle_type: wrong-mode`]],
  ['too large a train', serviceCell('capacity_teu', '300'), [`services.csv:${serviceLine}: capacity_teu: implausible-capacity`]],
  ['boxes but no TEU', serviceCell('capacity_teu', ''), [`services.csv:${serviceLine}: capacity_teu: missing-capacity`]],
  ['unknown unit type', serviceCell('unit_types', '20GP;53HC'), [`services.csv:${serviceLine}: unit_types: unknown-row`]],
  ['reefer flag', serviceCell('reefer', '0'), [`services.csv:${serviceLine}: reefer: reefer-flag`]],
  ['capacity basis', serviceCell('capacity_basis', 'truck'), [`services.csv:${serviceLine}: capacity_basis: capacity-basis`]],
  ['class refused everywhere', serviceCell('dg_classes', '1'), [`services.csv:${serviceLine}: dg_classes: class-refused-everywhere`]],
  ['frequency', serviceCell('departures_per_week', '8'), [`services.csv:${serviceLine}: departures_per_week: frequency`]],
  ['departure time', serviceCell('departure_time_local', '24:30'), [`services.csv:${serviceLine}: departure_time_local: bad-form`]],
  ['unknown status', serviceCell('status', 'maybe'), [`services.csv:${serviceLine}: status: unknown-code`]],
  [
    'a lorry at a closed gate',
    withCell('services.csv', 'd-xb-hungyen-out', 'departure_time_local', '12:30'),
    ['departure_time_local: gate-closed'],
  ],
  [
    'dangling road link',
    withCell('drayage-links.csv', 'dray-0001', 'node_a', 'ae-nowhere'),
    [`drayage-links.csv:${linkLine}: node_a: unknown-place`],
  ],
  [
    'a road link by rocket',
    withCell('drayage-links.csv', 'dray-0001', 'hours', '0.1'),
    [`drayage-links.csv:${linkLine}: hours: implausible-speed`],
  ],
  [
    'unit type form',
    withCell('unit-types.csv', '20GP', 'cargo_form', 'LOOSE'),
    ['unit-types.csv:2: cargo_form: unit-type', 'unit-types.csv:2: iso6346_size_type: unit-type', 'unit-types.csv:2: teu: unit-type'],
  ],
  ['tare and payload', withCell('unit-types.csv', '20GP', 'payload_kg', '28000'), ['unit-types.csv:2: max_gross_kg: totals-differ']],
  ['a hub factor without value', withCell('emission-factors.csv', 'hub-rail-terminal', 'note', 'little'), ['note: bad-form']],
  ['cold band upside down', withCell('coldchain.csv', 'durian', 'temp_min_c', '20'), ['temp_min_c: out-of-range']],
  [
    'holidays that overlap',
    withCell('calendar.csv', 'cn-2026-work-1', 'from_date', '2026-01-03'),
    ['calendar.csv:3: from_date: not-unique-day'],
  ],
  ['no date', withCell('calendar.csv', 'cn-2026-work-1', 'from_date', '2026-02-30'), ['calendar.csv:3: from_date: unknown-date']],
  [
    'UN number',
    withCell('dangerous-goods.csv', 'lithium-ion-passenger', 'un_number', 'UN3480'),
    ['dangerous-goods.csv:2: un_number: bad-form'],
  ],
  [
    'negative toll',
    withText('tariffs.json', (text) => text.replace('"fixed_cny_per_trip": 80', '"fixed_cny_per_trip": -80')),
    ['fixed_cny_per_trip: negative'],
  ],
  [
    'unknown factor of a truck',
    withText('tariffs.json', (text) => text.replace('"emission_factor_id": "road-van-diesel"', '"emission_factor_id": "road-horse"')),
    ['emission_factor_id: unknown-row'],
  ],
  [
    'tiers with a hole',
    withText('tariffs.json', (text) => text.replace(/"kind": "river port yard TEU"[^]*?\[\s*8,/, (found) => found.replace(/8,$/, '9,'))),
    ['tiers: out-of-range'],
  ],
  [
    'a tariff twice',
    withText('tariffs.json', (text) => text.replace('"regime": "import general"', '"regime": "export general"')),
    ['regime: duplicate-id'],
  ],
  [
    'customs at no place',
    withText('tariffs.json', (text) => text.replace('"place": "cn-alashankou"', '"place": "cn-nowhere"')),
    ['place: unknown-place'],
  ],
  [
    'corridor through nowhere',
    withText('corridors.json', (text) => text.replace('"cn-lanzhou-rail"', '"cn-nowhere"')),
    ['corridors.json:2: nodes: unknown-place'],
  ],
  [
    'case through nowhere',
    withText('cargo.json', (text) => text.replace('"origin": "cq-xiyong-cbz"', '"origin": "cq-nowhere"')),
    ['origin: unknown-place'],
  ],
  ['case of wrong weight', withText('cargo.json', (text) => text.replace('"weight_t": 36,', '"weight_t": 37,')), ['weight_t: cargo-shape']],
]

test('the data folder keeps every rule', () => {
  const { faults, warnings } = inspectFolder(CHONGQING)
  expect(faults.map((fault) => faultText(fault, 'en'))).toEqual([])
  expect(warnings.map((fault) => faultText(fault, 'en'))).toEqual([])
})

test.each(BAD)('%s', (_, files, expected) => {
  const read = readFolder(files)
  const texts = read.ok ? [] : read.error.map((fault) => faultText(fault, 'en'))
  for (const one of expected) expect(texts.join('\n')).toContain(one)
  // One cause makes few faults: nobody wades through hundreds of followers.
  expect(texts.slice(4)).toEqual([])
  for (const fault of read.ok ? [] : read.error) {
    expect(fault.line).toBeGreaterThanOrEqual(1)
    expect(fault.detail.zh).toMatch(/\p{Script=Han}/u)
    expect(fault.detail.en).toMatch(/[a-z]/)
  }
})

test('all problems at once, in the order of the files', () => {
  const files = withCell(
    'drayage-links.csv',
    'dray-0001',
    'node_a',
    'ae-nowhere',
    withCell('nodes.csv', GUOYUAN, 'handling_cost_teu', '-1', nodeCell('timezone', 'Mars/Base')),
  )
  const read = readFolder(files)
  expect(read.ok ? [] : read.error.map(({ file, column }) => `${file} ${column}`)).toEqual([
    'drayage-links.csv node_a',
    'nodes.csv timezone',
    'nodes.csv handling_cost_teu',
  ])
})

test('a swapped position says so, in both languages', () => {
  const read = readFolder(swapped())
  const fault = read.ok ? undefined : read.error[0]
  expect(fault?.detail).toEqual({
    zh: '经纬度可能颠倒：lat 106.797, lon 29.606；互换后落在应有的范围内',
    en: 'latitude and longitude look swapped: lat 106.797, lon 29.606; exchanged they lie where the place should be',
  })
})

test('hours become whole minutes: arrivals up, departures down, exact decimals', () => {
  const read = readFolder(CHONGQING)
  if (!read.ok) throw new Error('the data keeps the rules')
  const { services, places, emissionFactors } = read.value
  const stops = services.get(DUISBURG)?.stops ?? []
  expect(stops.map(({ arriveMinutes, departMinutes }) => [arriveMinutes / 60, departMinutes / 60])).toEqual([
    [0, 0],
    [92, 110],
    [111, 129],
    [249, 261],
    [262, 286],
    [346, 346],
  ])
  expect(places.get(GUOYUAN)?.minimumTransferMinutes).toBe(360)
  expect(places.get('cn-three-gorges-lock')?.minimumTransferMinutes).toBeUndefined()
  expect(emissionFactors.get('hub-rail-terminal')?.hub).toEqual({ gPerUnit: { units: 5000n, scale: 0 }, unit: 'TEU' })
})
