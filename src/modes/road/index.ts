export { road } from './road.ts'
