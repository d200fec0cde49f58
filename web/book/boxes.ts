// Box numbers as people paste them, one a line, seals after a comma; each is checked as typed. Pure.
import { isEquipmentId, normalEquipmentId } from '#model'

export type BoxFault = 'box-form' | 'box-digit' | 'box-twice' | 'seal-long'
export interface BoxLine {
  /** Which of the lines it is, from 0. */
  readonly row: number
  readonly id: string
  readonly seals: readonly string[]
  readonly fault?: BoxFault
}

const FORM = /^[A-Z]{3}[UJZ]\d{7}$/

function faultOf(id: string, seals: readonly string[], before: readonly string[]): BoxFault | undefined {
  if (!FORM.test(id)) return 'box-form'
  if (!isEquipmentId(id)) return 'box-digit'
  if (before.includes(id)) return 'box-twice'
  return seals.some((seal) => seal.length > 35) ? 'seal-long' : undefined
}

export function readBoxes(text: string): readonly BoxLine[] {
  const rows = text
    .split(/[\n;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line, row) => {
      const [number = '', ...seals] = line.split(/[,，]/).map((part) => part.trim())
      return { row, id: normalEquipmentId(number), seals: seals.filter((seal) => seal !== '') }
    })
  return rows.map((row, i) => {
    const before = rows.slice(0, i).map(({ id }) => id)
    const fault = faultOf(row.id, row.seals, before)
    return fault === undefined ? row : { ...row, fault }
  })
}
