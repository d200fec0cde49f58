export { type NetworkCheck, runCommand, type Terminal, type Works } from './run.ts'
