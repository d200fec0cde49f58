export { capacityOf, type Departure, expandDepartures, zoneOf } from './departures.ts'
export { coveredMinutes, ROLLING_DAYS, rollingDays } from './rolling.ts'
export { insertDepartures, planOf, readDepartures, renewDepartures } from './store.ts'
