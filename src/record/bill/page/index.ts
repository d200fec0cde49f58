export { type PdfWishes, renderBill } from './pdf.ts'
