export { countryFault } from './area.ts'
export { faultText, type ImportFault, type ImportRule } from './faults.ts'
export { COMPANION_FILES, type FolderFindings, inspectFolder, NETWORK_FILES, readFolder } from './folder.ts'
export { isOpen, type OpeningHours, parseOpeningHours } from './opening-hours.ts'
