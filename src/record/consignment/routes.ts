// Quotes over HTTP: ask one, come back to it (CONTRACT §4); no account is needed. Bookings and consignments join them here.
import { z } from 'zod'
import { ok, refuse, uuidOf } from '#kernel'
import { entrustment, quote, type Quote, route } from '#model'
import { bookingRoutes } from './booking/routes.ts'
import type { ConsignmentParts } from './parts.ts'
import { askQuote } from './quote.ts'
import { recordRoutes } from './record/routes.ts'
import { findQuote, storeQuote } from './store.ts'

export const consignmentRoutes = (parts: ConsignmentParts) =>
  [postQuote(parts), getQuote(), ...bookingRoutes(parts), ...recordRoutes(parts)] as const

const postQuote = ({ network, modes, newUuid }: ConsignmentParts) =>
  route({
    operationId: 'postQuote',
    method: 'POST',
    path: '/v1/quotes',
    summary: { zh: '询价：一次委托，得到所有合理的门到门方案', en: 'Ask once: every sensible door-to-door chain for an entrustment' },
    act: 'quote.ask',
    /** The whole front is what we answer today; the wish is read so that it may be asked already. */
    query: z.strictObject({ front: z.enum(['all']).optional() }),
    body: entrustment,
    status: 201,
    answer: quote,
    problems: ['invalid-request'],
    async handle({ caller, language, now, body, enter }) {
      const asked = askQuote(body, { network: network.current(), modes, now, newUuid, language })
      if (!asked.ok) return asked
      await enter((tx) => storeQuote(tx, caller, body, asked.value))
      return ok({ status: 201, body: asked.value, location: `/v1/quotes/${asked.value.id}` })
    },
  })

/** Texts stand in the language the quote was asked in: an answer is kept as given. */
const getQuote = () =>
  route({
    operationId: 'getQuote',
    method: 'GET',
    path: '/v1/quotes/{id}',
    summary: {
      zh: '查看报价；过期后仍可查看七天，但不能订舱',
      en: 'A quote; readable for seven days after it expires, though no longer bookable',
    },
    act: 'quote.read',
    params: z.object({ id: z.string() }),
    status: 200,
    answer: quote,
    problems: ['not-found'],
    async handle({ caller, params, enter }) {
      const uuid = uuidOf('qte', params.id)
      const stored = uuid.ok ? await enter((tx) => findQuote(tx, caller, uuid.value)) : undefined
      if (!stored) return refuse({ code: 'not-found' })
      const body: Quote = quote.parse(JSON.parse(stored.answer))
      return ok({ status: 200, body })
    },
  })
