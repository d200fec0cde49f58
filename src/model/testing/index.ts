export * from './miniature.ts'
