export * from './bill.ts'
export * from './miniature.ts'
