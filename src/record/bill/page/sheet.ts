// A sheet of paper to write on from top to bottom: texts, cells and tables, with a new page when one is full.
import type { Text } from '#kernel'

/** Colours of the window's light theme (design/tokens.css). */
export const INK = {
  text: '#16202e',
  faint: '#4a5769',
  line: '#a7b1bf',
  hairline: '#d8dee8',
  shade: '#f4f6f9',
  accent: '#0b5bd3',
  warn: '#b3261e',
} as const
export const MODE_INK: Readonly<Record<string, string>> = { '1': '#0e2d62', '2': '#50190b', '3': '#ad5100', '4': '#b000eb', '8': '#00857a' }

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 34, right: 561.28, top: 32, bottom: 806 } as const
export const INNER = PAGE.right - PAGE.left

export interface Sheet {
  readonly doc: PDFKit.PDFDocument
  /** Where the next part begins. */
  y: number
  /** Draws what stands at the top of every page after the first, and moves `y` below it. */
  readonly continued: (sheet: Sheet) => void
}

export interface TextWishes {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
  readonly bold?: boolean
  readonly colour?: string
  readonly align?: 'left' | 'right' | 'center'
  /** Cut with an ellipsis after so many lines; only for what stands in full elsewhere on the page. */
  readonly lines?: number
}

/** Writes a text and answers its height. */
export function write(
  { doc }: Sheet,
  text: string,
  { x, y, width, size, bold = false, colour = INK.text, align = 'left', lines }: TextWishes,
): number {
  doc
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(colour)
  const cut = lines === undefined ? {} : { height: size * 1.5 * lines, ellipsis: '…' }
  doc.text(text, x, y, { width, align, lineGap: -size * 0.12, ...cut })
  return doc.y - y
}

export function heightOf({ doc }: Sheet, text: string, { width, size, bold = false }: Pick<TextWishes, 'width' | 'size' | 'bold'>): number {
  doc.font(bold ? 'bold' : 'regular').fontSize(size)
  return doc.heightOfString(text, { width, lineGap: -size * 0.12 })
}

/** Begins a new page unless this much fits on what is left. */
export function room(sheet: Sheet, height: number): void {
  if (sheet.y + height <= PAGE.bottom) return
  sheet.doc.addPage()
  sheet.y = PAGE.top
  sheet.continued(sheet)
}

/** Small, Chinese first: what stands beside it, or under it, is this. */
export const label = (text: Text): string => `${text.zh}  ${text.en}`

export interface Line {
  readonly text: string
  readonly size?: number
  readonly bold?: boolean
  readonly colour?: string
}
export interface Cell {
  readonly label: Text
  readonly lines: readonly Line[]
  /** Part of the row's width. */
  readonly share: number
}

const PAD = 5
const LABEL = 6.4
const VALUE = 9

/** A row of framed cells, as transport documents have them. */
export function cells(sheet: Sheet, row: readonly Cell[], least: number): void {
  const shares = row.reduce((sum, { share }) => sum + share, 0)
  const placed = row.map((cell, index) => {
    const before = row.slice(0, index).reduce((sum, { share }) => sum + share, 0)
    return { cell, x: PAGE.left + (INNER * before) / shares, width: (INNER * cell.share) / shares }
  })
  const tall = placed.map(
    ({ cell, width }) =>
      PAD * 2 +
      10 +
      cell.lines.reduce(
        (sum, { text, size = VALUE, bold = false }) => sum + heightOf(sheet, text, { width: width - PAD * 2, size, bold }) + 1,
        0,
      ),
  )
  const height = Math.max(least, ...tall)
  room(sheet, height)
  const { doc, y } = sheet
  for (const { cell, x, width } of placed) {
    doc.lineWidth(0.6).strokeColor(INK.line).rect(x, y, width, height).stroke()
    write(sheet, label(cell.label), { x: x + PAD, y: y + 4, width: width - PAD * 2, size: LABEL, colour: INK.faint })
    let at = y + 14
    for (const { text, size = VALUE, bold = false, colour = INK.text } of cell.lines)
      at += write(sheet, text, { x: x + PAD, y: at, width: width - PAD * 2, size, bold, colour }) + 1
  }
  sheet.y = y + height
}

/** The name of a part, over its table. */
export function heading(sheet: Sheet, text: Text): void {
  room(sheet, 60)
  const { doc, y } = sheet
  doc.rect(PAGE.left, y + 9, 2.2, 9).fill(INK.accent)
  write(sheet, text.zh, { x: PAGE.left + 7, y: y + 7, width: 200, size: 8.6, bold: true })
  const after = PAGE.left + 7 + widthOf(sheet, text.zh, 8.6, true) + 6
  write(sheet, text.en, { x: after, y: y + 8.2, width: PAGE.right - after, size: 7.2, colour: INK.faint })
  sheet.y = y + 21
}

export function widthOf({ doc }: Sheet, text: string, size: number, bold = false): number {
  return doc
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .widthOfString(text)
}

export interface Column {
  readonly label: Text
  readonly width: number
  readonly align?: 'left' | 'right'
}
export interface TableCell extends Line {
  /** A coloured spot before the text, for a mode. */
  readonly spot?: string
}
export type TableRow = readonly (readonly TableCell[])[]

const CELL = 8

/** A table that goes on over pages, with its heads repeated. */
export function table(sheet: Sheet, columns: readonly Column[], rows: readonly TableRow[]): void {
  head(sheet, columns)
  for (const row of rows) {
    const height = 6 + Math.max(...row.map((lines, index) => linesHeight(sheet, lines, (columns[index]?.width ?? 0) - PAD)))
    const { doc } = sheet
    const before = doc.bufferedPageRange().count
    room(sheet, height)
    if (doc.bufferedPageRange().count > before) head(sheet, columns)
    let x = PAGE.left + PAD
    for (const [index, { width, align = 'left' }] of columns.entries()) {
      let at = sheet.y + 3
      for (const line of row[index] ?? []) at += cellLine(sheet, line, { x, y: at, width: width - PAD, align })
      x += width
    }
    sheet.y += height
    doc.lineWidth(0.4).strokeColor(INK.hairline).moveTo(PAGE.left, sheet.y).lineTo(PAGE.right, sheet.y).stroke()
  }
}

const SPOT = 8
const linesHeight = (sheet: Sheet, lines: readonly TableCell[], width: number): number =>
  lines.reduce(
    (sum, { text, size = CELL, bold = false, spot }) =>
      sum + heightOf(sheet, text, { width: spot === undefined ? width : width - SPOT, size, bold }),
    0,
  )

interface CellPlace {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly align: 'left' | 'right'
}
function cellLine(
  sheet: Sheet,
  { text, size = CELL, bold = false, colour = INK.text, spot }: TableCell,
  { x, y, width, align }: CellPlace,
): number {
  if (spot !== undefined) sheet.doc.circle(x + 2.4, y + size * 0.62, 2.4).fill(spot)
  const indent = spot === undefined ? 0 : SPOT
  return write(sheet, text, { x: x + indent, y, width: width - indent, size, bold, colour, align })
}

function head(sheet: Sheet, columns: readonly Column[]): void {
  const { doc, y } = sheet
  doc.rect(PAGE.left, y, INNER, 14).fill(INK.shade)
  let x = PAGE.left + PAD
  for (const { label: text, width, align = 'left' } of columns) {
    write(sheet, label(text), { x, y: y + 3, width: width - PAD, size: LABEL, colour: INK.faint, align })
    x += width
  }
  sheet.y = y + 14
}
