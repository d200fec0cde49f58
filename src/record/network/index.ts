export { markSold, refreshCapacity, type Sold } from './capacity/store.ts'
export { compareNetworks, type Comparison, type NetworkJson, networkJson, type RowChanges } from './check.ts'
export { compareWithWindow } from './client.ts'
export { checkFolder, type FolderCheck, readFolderFiles } from './files.ts'
export {
  countryFault,
  type FolderFindings,
  faultText,
  type ImportFault,
  type ImportRule,
  inspectFolder,
  NETWORK_FILES,
  readFolder,
} from './folder/index.ts'
export { gateWindows, isInWindow } from './hours.ts'
export { networkJobs } from './jobs.ts'
export { type PlaceJson, placeAnswer, placeJson, searchPlaces } from './places.ts'
export { networkRoutes } from './routes.ts'
export { capacityOf, type Departure, expandDepartures, ROLLING_DAYS, rollingDays } from './schedule/index.ts'
export { type NetworkInput, type NetworkState, networkState } from './state.ts'
export {
  checksumOf,
  extendDepartures,
  type Imported,
  importNetwork,
  loadState,
  type NetworkHolder,
  networkStands,
  openNetwork,
} from './store.ts'
