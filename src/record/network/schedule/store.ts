// Departures and their counters in PostgreSQL: they outlive network versions, so nothing sold is lost or doubled.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { ReferenceNetwork, Service } from '#model'
import type { AnyTx } from '#postgres'
import { capacityOf, type Departure, zoneOf } from './departures.ts'

/** Departures of equal plan have equal times; a service that changes its zone, stops or offsets changes its plan. */
export function planOf(service: Service, timeZone: string): string {
  const run = service.stops.map(({ placeId, arriveMinutes, departMinutes }) => [placeId, arriveMinutes, departMinutes])
  return createHash('sha256')
    .update(JSON.stringify([timeZone, run]))
    .digest('hex')
    .slice(0, 16)
}

/** `plan`: per service its plan, run and capacities, as a table of the query. */
function planTable(reference: ReferenceNetwork) {
  const services = [...reference.services.values()]
  const list = (items: readonly (string | number)[]): string => `{${items.join(',')}}`
  const capacities = services.map(capacityOf)
  return sql`plan AS MATERIALIZED (
    SELECT service_id, plan, time_zone, place_ids::text[] AS place_ids, arrive::int[] AS arrive, depart::int[] AS depart, cardinality(depart::int[]) AS stops, teu_centi, kg
    FROM unnest(${services.map(({ id }) => id)}::text[], ${services.map((s) => planOf(s, zoneOf(reference, s)))}::text[], ${services.map((s) => zoneOf(reference, s))}::text[],
      ${services.map((s) => list(s.stops.map(({ placeId }) => placeId)))}::text[], ${services.map((s) => list(s.stops.map(({ arriveMinutes }) => arriveMinutes)))}::text[],
      ${services.map((s) => list(s.stops.map(({ departMinutes }) => departMinutes)))}::text[], ${capacities.map(({ teuCenti }) => teuCenti)}::bigint[], ${capacities.map(({ kg }) => kg)}::bigint[])
      AS p(service_id, plan, time_zone, place_ids, arrive, depart, teu_centi, kg))`
}

/** `wanted`: the departures that the version plans. */
const wantedTable = (departures: readonly Departure[]) => sql`wanted AS MATERIALIZED (
    SELECT * FROM unnest(${departures.map(({ id }) => id)}::text[], ${departures.map(({ serviceId }) => serviceId)}::text[], ${departures.map(({ firstLocal }) => firstLocal)}::timestamp[],
      ${departures.map(({ departs }) => departs[0] ?? 0)}::int[]) AS w(id, service_id, first_local, start))`

const instants = (offsets: 'arrive' | 'depart') =>
  sql`ARRAY(SELECT to_timestamp((w.start + o)::float8 * 60) FROM unnest(${sql.ref(`p.${offsets}`)}) AS t(o))`
const counters = (of: 'inserted' | 'replanned') => sql`
    INSERT INTO network.departure_capacity (departure_id, leg_number, resource, capacity)
    SELECT i.id, leg, r.resource, r.capacity FROM ${sql.table(of)} i JOIN plan p ON p.service_id = i.service_id
      CROSS JOIN LATERAL generate_series(0, p.stops - 2) AS leg CROSS JOIN LATERAL (VALUES ('TEU_CENTI', p.teu_centi), ('KG', p.kg)) AS r(resource, capacity)
    WHERE r.capacity >= 0`

/** Adds what is not there yet, with counters; answers how many departures were added. */
export async function insertDepartures(
  tx: AnyTx,
  { reference, departures, version }: { reference: ReferenceNetwork; departures: readonly Departure[]; version: number },
): Promise<number> {
  if (departures.length === 0) return 0
  const { rows } = await sql<{ added: bigint }>`
    WITH ${planTable(reference)}, ${wantedTable(departures)}, inserted AS (
      INSERT INTO network.departure (id, service_id, first_local, time_zone, plan, place_ids, arrives, departs, first_departs, last_arrives, state, network_version)
      SELECT w.id, w.service_id, w.first_local, p.time_zone, p.plan, p.place_ids, ${instants('arrive')}, ${instants('depart')},
        to_timestamp(w.start::float8 * 60), to_timestamp((w.start + p.arrive[p.stops])::float8 * 60), 'scheduled', ${version}
      FROM wanted w JOIN plan p ON p.service_id = w.service_id
      ON CONFLICT (id) DO NOTHING RETURNING id, service_id
    ), counted AS (${counters('inserted')})
    SELECT count(*) AS added FROM inserted`.execute(tx)
  return Number(rows[0]?.added ?? 0n)
}

export interface Renewal {
  readonly reference: ReferenceNetwork
  readonly departures: readonly Departure[]
  readonly version: number
  readonly now: Temporal.Instant
  /** Days from here on were never planned, so nothing can have vanished there. */
  readonly untilDate: Temporal.PlainDate
}

/**
 * Brings the departures that are there in line with a new version; answers how many were withdrawn.
 * - Same id, same plan: kept; its capacity follows the service, yet never falls below what is taken.
 * - Same id, another plan (zone, stops or offsets): nothing taken – it gets the new times and fresh counters;
 *   something taken – it keeps the plan it was sold by, and is not offered any more.
 * - Future ones that the version does not plan: withdrawn. Counters and what is taken stay.
 */
export async function renewDepartures(tx: AnyTx, { reference, departures, version, now, untilDate }: Renewal): Promise<number> {
  const { rows: present } = await sql`SELECT FROM network.departure LIMIT 1`.execute(tx)
  if (present.length === 0) return 0
  await replan(tx, { reference, departures, version })
  await sql`WITH ${planTable(reference)}, ${wantedTable(departures)}
    UPDATE network.departure d SET state = 'scheduled', network_version = ${version} FROM wanted w JOIN plan p ON p.service_id = w.service_id WHERE d.id = w.id AND d.plan = p.plan`.execute(
    tx,
  )
  await sql`WITH ${planTable(reference)}
    UPDATE network.departure_capacity c SET capacity = greatest(c.taken, CASE c.resource WHEN 'KG' THEN p.kg ELSE p.teu_centi END)
    FROM network.departure d JOIN plan p ON p.service_id = d.service_id AND p.plan = d.plan
    WHERE c.departure_id = d.id AND d.last_arrives > ${now} AND c.capacity <> greatest(c.taken, CASE c.resource WHEN 'KG' THEN p.kg ELSE p.teu_centi END)`.execute(
    tx,
  )
  const { rows } = await sql<{ withdrawn: bigint }>`WITH ${wantedTable(departures)}, gone AS (
      UPDATE network.departure d SET state = 'withdrawn', network_version = ${version}
      WHERE d.state = 'scheduled' AND d.first_departs > ${now} AND d.first_local < ${untilDate}::date AND NOT EXISTS (SELECT FROM wanted w WHERE w.id = d.id) RETURNING d.id)
    SELECT count(*) AS withdrawn FROM gone`.execute(tx)
  return Number(rows[0]?.withdrawn ?? 0n)
}

async function replan(tx: AnyTx, { reference, departures, version }: Pick<Renewal, 'reference' | 'departures' | 'version'>): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    WITH ${planTable(reference)}
    SELECT d.id FROM network.departure d JOIN plan p ON p.service_id = d.service_id AND p.plan <> d.plan
    WHERE d.id = ANY(${departures.map(({ id }) => id)}::text[]) AND NOT EXISTS (SELECT FROM network.departure_capacity c WHERE c.departure_id = d.id AND c.taken > 0) FOR UPDATE OF d`.execute(
    tx,
  )
  if (rows.length === 0) return
  const changed = new Set(rows.map(({ id }) => id))
  await sql`DELETE FROM network.departure_capacity WHERE departure_id = ANY(${[...changed]}::text[])`.execute(tx)
  await sql`WITH ${planTable(reference)}, ${wantedTable(departures.filter(({ id }) => changed.has(id)))}, replanned AS (
      UPDATE network.departure d SET plan = p.plan, time_zone = p.time_zone, place_ids = p.place_ids, arrives = ${instants('arrive')}, departs = ${instants('depart')},
        first_departs = to_timestamp(w.start::float8 * 60), last_arrives = to_timestamp((w.start + p.arrive[p.stops])::float8 * 60), state = 'scheduled', network_version = ${version}
      FROM wanted w JOIN plan p ON p.service_id = w.service_id WHERE d.id = w.id RETURNING d.id, d.service_id
    ) ${counters('replanned')}`.execute(tx)
}

/**
 * What still runs at `now` by the current plan of its service. Times are the service's offsets after the first
 * departure, so that 50,000 departures are read in one text per service and not as 300,000 instants.
 */
export async function readDepartures(tx: AnyTx, reference: ReferenceNetwork, now: Temporal.Instant): Promise<Departure[]> {
  const services = [...reference.services.values()]
  const { rows } = await sql<{ service_id: string; ids: string; starts: string }>`
    SELECT d.service_id, string_agg(d.id, ',') AS ids, string_agg((extract(epoch FROM d.first_departs)::bigint / 60)::text, ',') AS starts
    FROM network.departure d JOIN unnest(${services.map(({ id }) => id)}::text[], ${services.map((s) => planOf(s, zoneOf(reference, s)))}::text[]) AS p(service_id, plan)
      ON p.service_id = d.service_id AND p.plan = d.plan
    WHERE d.state = 'scheduled' AND d.last_arrives > ${now} GROUP BY d.service_id`.execute(tx)
  const free = await readFree(tx, reference, now)
  return rows.flatMap(({ service_id, ids, starts }) => {
    const service = reference.services.get(service_id)
    if (service === undefined) return []
    const timeZone = zoneOf(reference, service)
    const minutes = starts.split(',')
    return ids.split(',').map((id, k): Departure => {
      const start = Number(minutes[k])
      return {
        id,
        serviceId: service_id,
        firstLocal: localOf(id),
        timeZone,
        ...free.get(id),
        arrives: service.stops.map((stop) => start + stop.arriveMinutes),
        departs: service.stops.map((stop) => start + stop.departMinutes),
      }
    })
  })
}

/** `….20261203T2000` says `2026-12-03T20:00`. */
const localOf = (id: string): string => {
  const text = id.slice(-13)
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 11)}:${text.slice(11)}`
}

/** Room left where something is taken. */
async function readFree(
  tx: AnyTx,
  reference: ReferenceNetwork,
  now: Temporal.Instant,
): Promise<Map<string, { freeTeuCenti: number[]; freeKg: number[] }>> {
  const { rows } = await sql<{ id: string; service_id: string; leg_number: number; resource: string; free: bigint }>`
    SELECT d.id, d.service_id, c.leg_number, c.resource, c.capacity - c.taken AS free
    FROM network.departure_capacity c JOIN network.departure d ON d.id = c.departure_id WHERE c.taken > 0 AND d.last_arrives > ${now}`.execute(
    tx,
  )
  const free = new Map<string, { freeTeuCenti: number[]; freeKg: number[] }>()
  for (const { id, service_id, leg_number, resource, free: left } of rows) {
    const service = reference.services.get(service_id)
    if (service === undefined) continue
    const whole = capacityOf(service)
    const legs = service.legs.length
    const kept = free.get(id) ?? { freeTeuCenti: Array<number>(legs).fill(whole.teuCenti), freeKg: Array<number>(legs).fill(whole.kg) }
    if (leg_number < legs) kept[resource === 'KG' ? 'freeKg' : 'freeTeuCenti'][leg_number] = Number(left)
    free.set(id, kept)
  }
  return free
}
