export { openTrackedCity, ORIGIN, type TrackedCity } from './tracked-city.ts'
