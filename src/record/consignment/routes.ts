// Quotes over HTTP: ask one, come back to it (CONTRACT §4). No account is needed.
import { z } from 'zod'
import { assert, type NewUuid, ok, refuse, uuidOf } from '#kernel'
import { entrustment, type Modes, quote, type Quote, route } from '#model'
import type { Database } from '#postgres'
import type { NetworkState } from '#record/network'
import { askQuote } from './quote.ts'
import { findQuote, storeQuote } from './store.ts'

export interface ConsignmentParts {
  readonly db: Database
  readonly network: { current(): NetworkState }
  readonly modes: Modes
  readonly newUuid: NewUuid
}

export const consignmentRoutes = (parts: ConsignmentParts) => [postQuote(parts), getQuote(parts)] as const

const postQuote = ({ db, network, modes, newUuid }: ConsignmentParts) =>
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
    async handle({ caller, language, now, body }) {
      const asked = askQuote(body, { network: network.current(), modes, now, newUuid, language })
      if (!asked.ok) return asked
      const { value } = asked
      const uuid = uuidOf('qte', value.id)
      assert(uuid.ok, `${value.id} is an id of ours`)
      await storeQuote(db, caller, {
        uuid: uuid.value,
        question: JSON.stringify(body),
        answer: JSON.stringify(value),
        networkVersion: value.networkVersion,
        createdAt: Temporal.Instant.from(value.createdDateTime),
        expiresAt: Temporal.Instant.from(value.expiresDateTime),
      })
      return ok({ status: 201, body: value, location: `/v1/quotes/${value.id}` })
    },
  })

/** Texts stand in the language the quote was asked in: an answer is kept as given. */
const getQuote = ({ db }: ConsignmentParts) =>
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
    async handle({ caller, params }) {
      const uuid = uuidOf('qte', params.id)
      const stored = uuid.ok ? await findQuote(db, caller, uuid.value) : undefined
      if (!stored) return refuse({ code: 'not-found' })
      const body: Quote = quote.parse(JSON.parse(stored.answer))
      return ok({ status: 200, body })
    },
  })
