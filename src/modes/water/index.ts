export { water } from './water.ts'
