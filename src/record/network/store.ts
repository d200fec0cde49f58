// The network in PostgreSQL: versions imported all or nothing, and the state loaded from them.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { assert, ok, type Result } from '#kernel'
import type { ReferenceNetwork } from '#model'
import { type AnyTx, type Database, recordChange, withCaller } from '#postgres'
import { capacityKeeper } from './capacity/store.ts'
import { type DefinitionRow, networkOfRows, rowsOfNetwork } from './definitions.ts'
import { type ImportFault, NETWORK_FILES, readFolder } from './folder/index.ts'
import {
  coveredMinutes,
  expandDepartures,
  insertDepartures,
  planOf,
  readDepartures,
  renewDepartures,
  rollingDays,
  zoneOf,
} from './schedule/index.ts'
import { type NetworkState, networkState } from './state.ts'

const SYSTEM = { kind: 'system', name: 'network' } as const
/** One import or extension at a time, across programs; any number will do. */
const IMPORTING = 4_911_526_002n
/** In a SELECT: no import lands until this transaction ends, so no departure gets another plan while it is being sold. */
export const networkStands = sql`pg_advisory_xact_lock_shared(${sql.lit(IMPORTING.toString())}::bigint)`

export interface Imported {
  readonly version: number
  /** False when the folder is the one already loaded. */
  readonly isNew: boolean
  readonly places: number
  readonly services: number
  readonly departuresAdded: number
  readonly departuresWithdrawn: number
}

export function checksumOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256')
  for (const name of NETWORK_FILES) {
    const text = files.get(name) ?? ''
    hash.update(`${name}\n${Buffer.byteLength(text)}\n`).update(text)
  }
  return hash.digest('hex')
}

/**
 * Reads the folder's texts and makes them the current version, in one transaction; refused with every fault, nothing written.
 * The same folder again only makes sure that the rolling days are covered.
 */
export async function importNetwork(
  db: Database,
  files: ReadonlyMap<string, string>,
  now: Temporal.Instant,
): Promise<Result<Imported, readonly ImportFault[]>> {
  const checksum = checksumOf(files)
  // A second start with the same folder neither reads nor judges it again.
  const known = await withCaller(db, SYSTEM, (tx: AnyTx) => keptAlready(tx, checksum, now))
  if (known !== undefined) return ok(known)
  const read = readFolder(files)
  if (!read.ok) return read
  const reference = read.value
  return withCaller(db, SYSTEM, async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${IMPORTING})`.execute(tx)
    const current = await currentVersion(tx)
    const counts = { places: reference.places.size, services: reference.services.size }
    if (current?.checksum === checksum) {
      return ok({
        version: current.version,
        isNew: false,
        ...counts,
        departuresAdded: await extend(tx, reference, current.version, now),
        departuresWithdrawn: 0,
      })
    }
    const version = (current?.version ?? 0) + 1
    await insertVersion(tx, reference, { version, checksum, now })
    const { fromDate, days, untilDate } = rollingDays(now)
    const departures = expandDepartures(reference, fromDate, days)
    const departuresWithdrawn = await renewDepartures(tx, { reference, departures, version, now, untilDate })
    const departuresAdded = await insertDepartures(tx, { reference, departures, version })
    await cover(tx, untilDate)
    await recordChange(tx, { code: 'network-version-loaded', resource: 'network', resourceId: String(version) })
    return ok({ version, isNew: true, ...counts, departuresAdded, departuresWithdrawn })
  })
}

/** The current version when it is this folder's and its days are covered. */
async function keptAlready(tx: AnyTx, checksum: string, now: Temporal.Instant): Promise<Imported | undefined> {
  const current = await currentVersion(tx)
  if (current?.checksum !== checksum || !(await isCovered(tx, now))) return undefined
  const { rows } = await sql<{ places: bigint; services: bigint }>`
    SELECT (SELECT count(*) FROM network.place WHERE network_version = ${current.version}) AS places,
      (SELECT count(*) FROM network.service WHERE network_version = ${current.version}) AS services`.execute(tx)
  const [counts] = rows
  return {
    version: current.version,
    isNew: false,
    places: Number(counts?.places),
    services: Number(counts?.services),
    departuresAdded: 0,
    departuresWithdrawn: 0,
  }
}

async function isCovered(tx: AnyTx, now: Temporal.Instant): Promise<boolean> {
  const { fromDate, untilDate } = rollingDays(now)
  const until = await coverage(tx)
  const from = await coveredFrom(tx)
  return (
    until !== undefined &&
    from !== undefined &&
    Temporal.PlainDate.compare(until, untilDate) >= 0 &&
    Temporal.PlainDate.compare(from, fromDate) <= 0
  )
}

/** The daily step: departures of the days that have come into reach. Answers how many were added. */
export async function extendDepartures(db: Database, now: Temporal.Instant): Promise<number> {
  return withCaller(db, SYSTEM, async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${IMPORTING})`.execute(tx)
    const current = await currentVersion(tx)
    return current === undefined ? 0 : extend(tx, await readReference(tx, current.version), current.version, now)
  })
}

async function extend(tx: AnyTx, reference: ReferenceNetwork, version: number, now: Temporal.Instant): Promise<number> {
  const { fromDate, days, untilDate } = rollingDays(now)
  const until = await coverage(tx)
  const from = await coveredFrom(tx)
  const onwards = until === undefined || Temporal.PlainDate.compare(until, untilDate) < 0
  // A clock that was set back (a demo's, after a look ahead) needs the days before the first import.
  const backwards = from !== undefined && Temporal.PlainDate.compare(fromDate, from) < 0
  if (!onwards && !backwards) return 0
  // Only days that were not covered: a departure withdrawn from a covered day must not come back.
  const fresh = expandDepartures(reference, fromDate, days).filter(
    ({ firstLocal }) => (onwards && (until === undefined || firstLocal >= until.toString())) || (backwards && firstLocal < from.toString()),
  )
  const added = await insertDepartures(tx, { reference, departures: fresh, version })
  await cover(tx, untilDate)
  return added
}

/** The first local day for which the first import made departures. */
async function coveredFrom(tx: AnyTx): Promise<Temporal.PlainDate | undefined> {
  const { rows } = await sql<{ first: Temporal.Instant | null }>`SELECT min(loaded_at) AS first FROM network.network_version`.execute(tx)
  const first = rows[0]?.first
  return first === null || first === undefined ? undefined : rollingDays(first).fromDate
}

/** The current version with its departures from `now` on; undefined before the first import. */
export async function loadState(db: Database, now: Temporal.Instant): Promise<NetworkState | undefined> {
  return withCaller(db, SYSTEM, async (tx) => {
    // A version that lands meanwhile is seen whole or not at all.
    await sql`SELECT pg_advisory_xact_lock_shared(${IMPORTING})`.execute(tx)
    const current = await currentVersion(tx)
    if (current === undefined) return undefined
    const reference = await readReference(tx, current.version)
    const untilDate = await coverage(tx)
    assert(untilDate !== undefined, 'an imported network has departures')
    const departures = await readDepartures(tx, reference, now)
    return networkState({ reference, ...current, departures, ...coveredMinutes(now, untilDate) })
  })
}

async function currentVersion(tx: AnyTx): Promise<{ version: number; checksum: string } | undefined> {
  const { rows } = await sql<{
    version: number
    checksum: string
  }>`SELECT version, checksum FROM network.network_version ORDER BY version DESC LIMIT 1`.execute(tx)
  return rows[0]
}

async function coverage(tx: AnyTx): Promise<Temporal.PlainDate | undefined> {
  const { rows } = await sql<{ until_date: Temporal.PlainDate }>`SELECT until_date FROM network.coverage`.execute(tx)
  return rows[0]?.until_date
}

async function cover(tx: AnyTx, untilDate: Temporal.PlainDate): Promise<void> {
  await sql`INSERT INTO network.coverage (until_date) VALUES (${untilDate})
    ON CONFLICT (singleton) DO UPDATE SET until_date = greatest(coverage.until_date, excluded.until_date)`.execute(tx)
}

const TABLES = ['place', 'service', 'road_link', 'tariff', 'emission_factor', 'definition'] as const

async function readReference(tx: AnyTx, version: number): Promise<ReferenceNetwork> {
  const kept = new Map<string, { kind: string; facts: string }[]>()
  for (const table of TABLES) {
    const kind = ['tariff', 'emission_factor', 'definition'].includes(table) ? sql.ref('kind') : sql`''`
    const { rows } = await sql<{ kind: string; facts: string }>`
      SELECT ${kind} AS kind, facts::text AS facts FROM ${sql.table(`network.${table}`)} WHERE network_version = ${version} ORDER BY sequence`.execute(
      tx,
    )
    kept.set(table, rows)
  }
  const of = (table: (typeof TABLES)[number]): { kind: string; facts: string }[] => kept.get(table) ?? []
  return networkOfRows({
    places: of('place'),
    services: of('service'),
    roadLinks: of('road_link'),
    tariffs: of('tariff'),
    emissionFactors: of('emission_factor'),
    definitions: of('definition'),
  })
}

async function insertVersion(
  tx: AnyTx,
  reference: ReferenceNetwork,
  { version, checksum, now }: { version: number; checksum: string; now: Temporal.Instant },
): Promise<void> {
  await sql`INSERT INTO network.network_version (version, checksum, loaded_at) VALUES (${version}, ${checksum}, ${now})`.execute(tx)
  const rows = rowsOfNetwork(reference)
  const common = (all: readonly DefinitionRow[]) => sql`${version}, d.id, d.sequence, d.source, d.confidence, d.facts
    FROM unnest(${all.map((r) => r.id)}::text[], ${all.map((r) => r.sequence)}::int[], ${all.map((r) => r.source)}::text[], ${all.map((r) => r.confidence)}::text[], ${all.map((r) => r.facts)}::jsonb[], ${all.map((r) => r.kind)}::text[])
      AS d(id, sequence, source, confidence, facts, kind)`
  await sql`INSERT INTO network.place (name_zh, name_en, place_type_code, un_location_code, iata_code, country_code, time_zone, latitude, longitude, status, network_version, id, sequence, source, confidence, facts)
    SELECT d.facts->'name'->>'zh', d.facts->'name'->>'en', d.facts->>'placeTypeCode', d.facts->>'UNLocationCode', d.facts->>'iata', d.facts->>'countryCode', d.facts->>'timeZone',
      (d.facts->>'latitude')::float8, (d.facts->>'longitude')::float8, d.facts->>'status', ${common(rows.places)}`.execute(tx)
  const plans = Array.from(reference.services.values(), (service) => planOf(service, zoneOf(reference, service)))
  await sql`INSERT INTO network.service (name_zh, name_en, mode, vehicle_type, capacity_basis, status, plan, network_version, id, sequence, source, confidence, facts)
    SELECT d.facts->'name'->>'zh', d.facts->'name'->>'en', d.facts->>'mode', d.facts->>'vehicleType', d.facts->>'capacityBasis', d.facts->>'status', (${plans}::text[])[d.sequence + 1], ${common(rows.services)}`.execute(
    tx,
  )
  await sql`INSERT INTO network.service_stop (network_version, service_id, sequence, place_id, arrive_minutes, depart_minutes, source, confidence)
    SELECT s.network_version, s.id, stop.sequence - 1, stop.facts->>'placeId', (stop.facts->>'arriveMinutes')::int, (stop.facts->>'departMinutes')::int, s.source, s.confidence
    FROM network.service s CROSS JOIN LATERAL jsonb_array_elements(s.facts->'stops') WITH ORDINALITY AS stop(facts, sequence) WHERE s.network_version = ${version}`.execute(
    tx,
  )
  await sql`INSERT INTO network.road_link (from_place_id, to_place_id, distance_km, duration_minutes, network_version, id, sequence, source, confidence, facts)
    SELECT d.facts->'placeIds'->>0, d.facts->'placeIds'->>1, (d.facts->'km'->>'decimal')::numeric, (d.facts->>'minutes')::int, ${common(rows.roadLinks)}`.execute(
    tx,
  )
  for (const [table, all] of [
    ['tariff', rows.tariffs],
    ['emission_factor', rows.emissionFactors],
    ['definition', rows.definitions],
  ] as const) {
    await sql`INSERT INTO ${sql.table(`network.${table}`)} (kind, network_version, id, sequence, source, confidence, facts) SELECT d.kind, ${common(all)}`.execute(
      tx,
    )
  }
}

/** The current state in memory; whoever asks keeps the state he was given, also while a newer one lands. */
export interface NetworkHolder {
  current(): NetworkState
  /** After an import or an extension. */
  reload(now: Temporal.Instant): Promise<void>
  /** After these were sold or given back: reads their counters, many bookings' together. */
  refreshCapacity(departureIds: readonly string[]): Promise<void>
}

/** Loads the current version; a network must have been imported. */
export async function openNetwork(db: Database, now: Temporal.Instant): Promise<NetworkHolder> {
  const load = async (at: Temporal.Instant): Promise<NetworkState> => {
    const state = await loadState(db, at)
    assert(state !== undefined, 'a network has been imported')
    return state
  }
  let state = await load(now)
  let [begun, landed] = [0, 0]
  const capacity = capacityKeeper(db, () => state)
  return {
    current: () => state,
    refreshCapacity: capacity.refresh,
    reload: (at) =>
      capacity.around(async () => {
        const mine = ++begun
        const next = await load(at)
        // Of two reloads the one begun later has seen more.
        if (mine > landed) [state, landed] = [next, mine]
      }),
  }
}
