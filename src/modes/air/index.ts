export { air } from './air.ts'
