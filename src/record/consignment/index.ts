export { consignmentJobs } from './jobs.ts'
export { audiencesOf, type ConsignmentRecord, type ElementParty, rolesOf } from './record/record.ts'
export {
  findConsignment,
  findConsignments,
  lockConsignment,
  type ProgressWishes,
  setProgress,
  setTransportDocument,
} from './record/store.ts'
export { summaryOf, viewOf } from './record/view.ts'
export { askQuote, QUOTE_HOURS, type QuoteContext } from './quote.ts'
export type { ConsignmentParts } from './parts.ts'
export { consignmentRoutes } from './routes.ts'
export { casesNetwork, runCases } from './cases.ts'
export { CASES_CLOCK } from './cases-clock.ts'
