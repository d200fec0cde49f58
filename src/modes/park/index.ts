export { park } from './park.ts'
