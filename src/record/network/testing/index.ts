export { CHONGQING, type Files, lineOf, textOf, withCell, without, withoutColumn, withText } from './broken-folder.ts'
