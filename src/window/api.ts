// `type Api`: what may be asked of the window and what it answers, made of the route rows themselves.
import type { z } from 'zod'
import type { Route } from '#model'
import type { billRoutes } from '#record/bill'
import type { consignmentRoutes } from '#record/consignment'
import type { networkRoutes } from '#record/network'
import type { partiesRoutes } from '#record/parties'
import type { trackingRoutes } from '#record/tracking'
import type { changesRoute } from './changes.ts'

type Output<S> = S extends z.ZodType ? z.output<S> : undefined
type Given<S> = S extends z.ZodType ? (unknown extends z.input<S> ? undefined : z.input<S>) : undefined
type Name<R> = R extends Route<infer M, infer P> ? `${M} ${P}` : never

/** One entry per route, named "POST /v1/quotes". */
export type ApiOf<R extends Route> = {
  readonly [Row in R as Name<Row>]: Row extends Route<infer _M, infer _P, infer Params, infer Query, infer Body, infer Out>
    ? { readonly params: Given<Params>; readonly query: Given<Query>; readonly body: Given<Body>; readonly answer: Output<Out> }
    : never
}

export type Api = ApiOf<
  | ReturnType<typeof changesRoute>
  | ReturnType<typeof partiesRoutes>[number]
  | ReturnType<typeof networkRoutes>[number]
  | ReturnType<typeof consignmentRoutes>[number]
  | ReturnType<typeof billRoutes>[number]
  | ReturnType<typeof trackingRoutes>[number]
>
