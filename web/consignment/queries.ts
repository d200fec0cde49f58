// What the pages of one consignment ask of the window: the consignment with its version, its milestones, its bill.
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Language } from '#kernel'
import type { Bill, Consignment, MilestoneJson, MilestoneName } from '#model'
import { ask, askFor } from '../api.ts'

const at = (id: string): string => `/v1/consignments/${encodeURIComponent(id)}`

export const consignmentQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ['consignment', id, language],
    queryFn: ({ signal }) => ask<Consignment>(at(id), language, { signal }),
  })

export const milestonesQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ['milestones', id, language],
    queryFn: async ({ signal }) =>
      (await askFor<{ readonly items: readonly MilestoneJson[] }>(`${at(id)}/milestones`, language, { signal })).items,
  })

/** The live bill, or the draft that issue would freeze. */
export const consignmentBillQuery = (id: string, language: Language) =>
  queryOptions({
    queryKey: ['consignment-bill', id, language],
    queryFn: ({ signal }) => askFor<Bill>(`${at(id)}/bill`, language, { signal }),
  })

/** After something happened to it: all that speaks of it is asked again. */
export const askAgain = (client: QueryClient): Promise<unknown> =>
  Promise.all(
    ['consignment', 'milestones', 'consignment-bill', 'consignments', 'bill', 'work'].map((kind) =>
      client.invalidateQueries({ queryKey: [kind] }),
    ),
  )

export interface MilestoneReport {
  readonly elementId: string
  readonly milestone: MilestoneName
  readonly occurredDateTime: string
}
interface How {
  readonly intent: string
  readonly language: Language
}
export const reportMilestone = (id: string, report: MilestoneReport, { intent, language }: How): Promise<MilestoneJson> =>
  askFor(`${at(id)}/milestones`, language, { method: 'POST', body: report, intent })

export const cancelConsignment = (
  id: string,
  reason: string,
  ifMatch: string | undefined,
  { intent, language }: How,
): Promise<Consignment> => askFor(`${at(id)}/cancel`, language, { method: 'POST', body: { reason }, ifMatch, intent })

export const issueBill = (consignmentId: string, isToOrder: boolean, { intent, language }: How): Promise<Bill> =>
  askFor('/v1/bills', language, { method: 'POST', body: { consignmentId, isToOrder }, intent })
