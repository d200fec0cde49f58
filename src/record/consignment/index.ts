export { consignmentJobs } from './jobs.ts'
export { askQuote, QUOTE_HOURS, type QuoteContext } from './quote.ts'
export { type ConsignmentParts, consignmentRoutes } from './routes.ts'
