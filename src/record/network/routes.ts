// GET /v1/places, /v1/services, /v1/departures and /v1/network, all from the state in memory.
import { z } from 'zod'
import { departureMinute, ok, refuse, type Result, type Text } from '#kernel'
import { type FieldError, type Modes, pageLimit, type Refusal, route } from '#model'
import { digestsOf, type NetworkJson, networkJson } from './check.ts'
import { placeAnswer, placeJson, rankPlaces } from './places.ts'
import type { NetworkState } from './state.ts'
import type { NetworkHolder } from './store.ts'
import {
  departureAnswer,
  departureJson,
  findDepartures,
  placesMember,
  placesOf,
  ridesOf,
  serviceAnswer,
  serviceJson,
} from './timetable-answers.ts'

const id = z.string().min(1).max(64)
const cursor = z.string().max(400).optional()
const byId = z.object({ id })

type List = 'places' | 'services' | 'departures'
const cursorOf = (list: List, key: string): string => Buffer.from(`${list} ${key}`).toString('base64url')
/** The key in a cursor that we gave for this list. */
function keyOf(list: List, text: string): string | undefined {
  const inner = Buffer.from(text, 'base64url').toString()
  const key = inner.startsWith(`${list} `) ? inner.slice(list.length + 1) : undefined
  return key !== undefined && cursorOf(list, key) === text ? key : undefined
}
const NOT_A_CURSOR: FieldError = {
  pointer: '/cursor',
  code: 'wrong-type',
  detail: { zh: '翻页位置不是本服务为此列表给出的位置', en: 'This is not a cursor that we gave for this list' },
}

/** One page of rows whose keys rise; a cursor is the last key, so nothing is skipped or doubled when rows come or go. */
function page<T extends { readonly key: string }>(
  list: List,
  rows: readonly T[],
  { cursor: after, limit: size }: { readonly cursor?: string | undefined; readonly limit: number },
): Result<{ rows: T[]; nextCursor?: string }, Refusal> {
  const key = after === undefined ? '' : keyOf(list, after)
  if (key === undefined) return refuse({ code: 'invalid-request', errors: [NOT_A_CURSOR] })
  const rest = after === undefined ? rows : rows.filter((row) => row.key > key)
  const shown = rest.slice(0, size)
  const last = shown.at(-1)
  return ok(rest.length > size && last !== undefined ? { rows: shown, nextCursor: cursorOf(list, last.key) } : { rows: shown })
}

const next = (nextCursor: string | undefined) => (nextCursor === undefined ? {} : { nextCursor })
const notFound = (what: Text): Refusal => ({ code: 'not-found', detail: what })

/** Which of the places or services in a query do not exist. */
function unknownIn(
  state: NetworkState,
  query: { readonly from?: string | undefined; readonly to?: string | undefined; readonly serviceId?: string | undefined },
): Refusal | undefined {
  const errors: FieldError[] = []
  for (const member of ['from', 'to'] as const) {
    const place = query[member]
    if (place !== undefined && !state.reference.places.has(place))
      errors.push({ pointer: `/${member}`, code: 'unknown-place', detail: { zh: `没有地点 ${place}`, en: `There is no place ${place}` } })
  }
  const { serviceId } = query
  if (serviceId !== undefined && !state.reference.services.has(serviceId))
    errors.push({
      pointer: '/serviceId',
      code: 'unknown-code',
      detail: { zh: `没有班线 ${serviceId}`, en: `There is no service ${serviceId}` },
    })
  return errors.length === 0 ? undefined : { code: 'invalid-request', errors }
}

export const networkRoutes = ({ network, modes }: { readonly network: NetworkHolder; readonly modes: Modes }) =>
  [...placeRoutes(network), ...serviceRoutes(network, modes), departureRoute(network, modes), networkRoute(network)] as const

const placeRoutes = (network: NetworkHolder) =>
  [
    route({
      operationId: 'listPlaces',
      method: 'GET',
      path: '/v1/places',
      summary: { zh: '按名称或代码查找地点', en: 'Find places by name or code' },
      act: 'reference.read',
      query: z.strictObject({ q: z.string().max(100).optional(), limit: pageLimit, cursor }),
      status: 200,
      answer: z.object({ items: z.array(placeJson), nextCursor: z.string().optional() }),
      problems: ['invalid-request'],
      async handle({ query }) {
        const found = page('places', rankPlaces(network.current(), query.q ?? ''), query)
        if (!found.ok) return found
        const { rows, nextCursor } = found.value
        return ok({ status: 200, body: { items: rows.map(({ place }) => placeAnswer(place)), ...next(nextCursor) } })
      },
    }),
    route({
      operationId: 'getPlace',
      method: 'GET',
      path: '/v1/places/{id}',
      summary: { zh: '一个地点', en: 'One place' },
      act: 'reference.read',
      params: byId,
      status: 200,
      answer: placeJson,
      problems: ['not-found'],
      async handle({ params }) {
        const place = network.current().reference.places.get(params.id)
        if (place === undefined) return refuse(notFound({ zh: `没有地点 ${params.id}`, en: `There is no place ${params.id}` }))
        return ok({ status: 200, body: placeAnswer(place) })
      },
    }),
  ] as const

const serviceRoutes = (network: NetworkHolder, modes: Modes) =>
  [
    route({
      operationId: 'listServices',
      method: 'GET',
      path: '/v1/services',
      summary: { zh: '定期班线', en: 'Scheduled services' },
      act: 'reference.read',
      query: z.strictObject({
        mode: z.enum(['water', 'rail', 'road', 'air']).optional(),
        from: id.optional(),
        to: id.optional(),
        limit: pageLimit,
        cursor,
      }),
      status: 200,
      answer: z.object({ items: z.array(serviceJson), nextCursor: z.string().optional(), places: placesMember }),
      problems: ['invalid-request'],
      async handle({ query }) {
        const state = network.current()
        const refusal = unknownIn(state, query)
        if (refusal !== undefined) return refuse(refusal)
        const matching = Array.from(state.reference.services.values(), (service) => ({ key: service.id, service }))
          .filter(({ service }) => (query.mode === undefined || service.mode === query.mode) && ridesOf(service, query) !== undefined)
          .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        const found = page('services', matching, query)
        if (!found.ok) return found
        const { rows, nextCursor } = found.value
        const placeIds = rows.flatMap(({ service }) => service.stops.map(({ placeId }) => placeId))
        return ok({
          status: 200,
          body: { items: rows.map(({ service }) => serviceAnswer(service, modes)), ...next(nextCursor), places: placesOf(state, placeIds) },
        })
      },
    }),
    route({
      operationId: 'getService',
      method: 'GET',
      path: '/v1/services/{id}',
      summary: { zh: '一条班线', en: 'One service' },
      act: 'reference.read',
      params: byId,
      status: 200,
      answer: serviceJson.extend({ places: placesMember }),
      problems: ['not-found'],
      async handle({ params }) {
        const state = network.current()
        const service = state.reference.services.get(params.id)
        if (service === undefined) return refuse(notFound({ zh: `没有班线 ${params.id}`, en: `There is no service ${params.id}` }))
        return ok({
          status: 200,
          body: {
            ...serviceAnswer(service, modes),
            places: placesOf(
              state,
              service.stops.map(({ placeId }) => placeId),
            ),
          },
        })
      },
    }),
  ] as const

const departureRoute = (network: NetworkHolder, modes: Modes) =>
  route({
    operationId: 'listDepartures',
    method: 'GET',
    path: '/v1/departures',
    summary: { zh: '班次及余量，按发时排列', en: 'Departures with their room, soonest first' },
    act: 'reference.read',
    query: z.strictObject({
      from: id.optional(),
      to: id.optional(),
      serviceId: id.optional(),
      after: z.iso.datetime({ offset: true }).optional(),
      limit: pageLimit,
      cursor,
    }),
    status: 200,
    answer: z.object({ items: z.array(departureJson), nextCursor: z.string().optional(), places: placesMember }),
    problems: ['invalid-request'],
    async handle({ query, now }) {
      const state = network.current()
      const refusal = unknownIn(state, query)
      if (refusal !== undefined) return refuse(refusal)
      const after = query.after === undefined ? now : Temporal.Instant.from(query.after)
      const found = page('departures', findDepartures(state, query, departureMinute(after)), query)
      if (!found.ok) return found
      const { rows, nextCursor } = found.value
      const items = rows.map(({ found }) => departureAnswer(state, found, modes))
      const placeIds = items.flatMap(({ departureEvent, arrivalEvent }) =>
        [departureEvent, arrivalEvent].flatMap((event) => event.occurrenceLocation?.placeId ?? []),
      )
      return ok({ status: 200, body: { items, ...next(nextCursor), places: placesOf(state, placeIds) } })
    },
  })

/** Digests of a state are worked out once. */
const summaries = new WeakMap<NetworkState, NetworkJson>()

function summaryOf(state: NetworkState): NetworkJson {
  const { reference } = state
  const known = summaries.get(state) ?? {
    networkVersion: state.version,
    checksum: state.checksum,
    counts: {
      places: reference.places.size,
      services: reference.services.size,
      roadLinks: reference.roadLinks.length,
      departures: state.departureIds.length,
    },
    places: digestsOf(reference.places),
    services: digestsOf(reference.services),
  }
  summaries.set(state, known)
  return known
}

const networkRoute = (network: NetworkHolder) =>
  route({
    operationId: 'getNetwork',
    method: 'GET',
    path: '/v1/network',
    summary: { zh: '当前网络版本', en: 'The network version that is loaded' },
    act: 'reference.read',
    status: 200,
    answer: networkJson,
    problems: [],
    async handle() {
      return ok({ status: 200, body: summaryOf(network.current()) })
    },
  })
