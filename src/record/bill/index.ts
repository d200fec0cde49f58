export { BILL_PROBLEMS } from './problems.ts'
export { isReference } from './reference.ts'
export { type BillParts, billRoutes } from './routes.ts'
