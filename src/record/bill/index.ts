export { BILL_PROBLEMS } from './problems.ts'
export { renderBill, type PdfWishes } from './page/pdf.ts'
export { isReference } from './reference.ts'
export { type BillParts, billRoutes } from './routes.ts'
