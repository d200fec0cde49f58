export { askQuote, QUOTE_HOURS, type QuoteContext } from './quote.ts'
