// For tests of the modules above: a city to book in, and consignments confirmed in it, made through the real rows and SQL.
export { type City, type CityWishes, openCity, type Performer, type PerformerName } from './city.ts'
export { cityFiles, cityNetwork, countedUuids, entrusted, EXAMPLE, modes, type Question, quoted } from './chongqing.ts'
export { emptyCity } from './empty-city.ts'
