export { CHONGQING, type Files, lineOf, onlyServices, textOf, withCell, without, withoutColumn, withText } from './broken-folder.ts'
