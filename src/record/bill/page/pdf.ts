// The bill on paper: one bilingual A4 document that carries its own signed original; the same bill gives the same bytes.
import { fileURLToPath } from 'node:url'
import Paper from 'pdfkit'
import QRCode from 'qrcode'
import { assert, ok, refuse, type Result, type Text } from '#kernel'
import { type Refusal, VC_MEDIA_TYPE } from '#model'
import { equipment, goods, legs, type PageFacts, parties, places, title } from './parts.ts'
import { INK, INNER, PAGE, room, type Sheet, write } from './sheet.ts'
import { unrenderableIn } from './glyphs.ts'
import { TERMS, WORDS } from './words.ts'

export interface PdfWishes extends PageFacts {
  /** The signed original, attached as it is. */
  readonly vc: string
}

/** A text with a character that the font lacks is refused and named: a bill with a hole in a name is worse than none. */
export async function renderBill(wishes: PdfWishes): Promise<Result<Uint8Array, Refusal>> {
  const { document, issuedAt, vc } = wishes
  const { regular, bold, has } = loadedFonts()
  const found = unrenderableIn(document, has)
  if (found !== undefined) return refuse(found)
  const reference = document.transportDocumentReference ?? ''
  const doc = new Paper({
    size: 'A4',
    margin: 0,
    font: '',
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    info: {
      Title: `${WORDS.title.zh} ${reference}`,
      Author: document.documentParties.issuingParty.name,
      Subject: WORDS.title.en,
      Creator: 'Yidan',
      Producer: 'Yidan',
      // pdfkit wants a Date and takes the present one if it is given none; issue is the only moment the file may know.
      CreationDate: new globalThis.Date(issuedAt.epochMilliseconds),
    },
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', resolve)
    doc.on('error', reject)
  })
  doc.registerFont('regular', regular)
  doc.registerFont('bold', bold)
  const sheet: Sheet = { doc, y: PAGE.top, continued: (next) => continued(next, wishes) }
  watermark(sheet, wishes)
  for (const part of [title, parties, places, goods, equipment, legs]) part(sheet, wishes)
  foot(sheet, wishes)
  numberPages(sheet, reference)
  doc.file(Buffer.from(vc, 'latin1'), { name: `${reference}.vc.jwt`, type: VC_MEDIA_TYPE, description: WORDS.title.en })
  doc.end()
  await ended
  return ok(Buffer.concat(chunks))
}

interface Fonts {
  readonly regular: PDFKit.Mixins.PDFFontSource
  readonly bold: PDFKit.Mixins.PDFFontSource
  readonly has: (codePoint: number) => boolean
}
let fonts: Fonts | undefined

/** Eight megabytes each, so opened at the first bill and kept open: opening them is most of the work of a page. */
function loadedFonts(): Fonts {
  return (fonts ??= loadFonts())
}
function loadFonts(): Fonts {
  const folder = new URL('../fonts/', import.meta.resolve('@embedpdf/fonts-sc'))
  const [regular, bold] = ['Regular', 'Bold'].map((weight) => openFont(fileURLToPath(new URL(`NotoSansHans-${weight}.otf`, folder))))
  assert(isFont(regular) && isFont(bold), 'pdfkit opens a font as fontkit does')
  return { regular, bold, has: (codePoint) => regular.hasGlyphForCodePoint(codePoint) && bold.hasGlyphForCodePoint(codePoint) }
}

/** pdfkit takes an opened font wherever it takes a file, though its types do not say so; it opens one for a document of its own. */
function openFont(path: string): unknown {
  const opened: unknown = Reflect.get(new Paper({ font: path, autoFirstPage: false }), '_font')
  return typeof opened === 'object' && opened !== null ? Reflect.get(opened, 'font') : undefined
}
type OpenedFont = PDFKit.Mixins.PDFFontSource & { hasGlyphForCodePoint(codePoint: number): boolean }
const isFont = (value: unknown): value is OpenedFont =>
  typeof value === 'object' && value !== null && 'layout' in value && 'hasGlyphForCodePoint' in value

function continued(sheet: Sheet, { document }: PdfWishes): void {
  watermark(sheet, { document })
  write(sheet, `${WORDS.title.zh}  ${document.transportDocumentReference ?? ''}  ${WORDS.continued.zh} ${WORDS.continued.en}`, {
    x: PAGE.left,
    y: PAGE.top,
    width: INNER,
    size: 9,
    bold: true,
  })
  sheet.y = PAGE.top + 18
}

function watermark({ doc }: Sheet, { document }: Pick<PdfWishes, 'document'>): void {
  if (document.consignment.demo !== true) return
  doc.save()
  doc.rotate(-38, { origin: [PAGE.width / 2, PAGE.height / 2] })
  doc.font('bold').fontSize(104).fillColor(INK.warn, 0.05)
  doc.text('演示 DEMO', 0, PAGE.height / 2 - 76, { width: PAGE.width, align: 'center', lineBreak: false })
  doc.restore()
  doc.fillOpacity(1)
}

const QR_SIDE = 92

function foot(sheet: Sheet, wishes: PdfWishes): void {
  const { url, checksum, issuer, kid, issuedAt, document } = wishes
  room(sheet, 198)
  const { doc } = sheet
  // At the foot of the page, wherever the tables ended.
  const y = PAGE.bottom - 190
  const half = INNER / 2 - 8
  let at = y
  for (const { zh, en } of TERMS) {
    const left = write(sheet, zh, { x: PAGE.left, y: at, width: half, size: 6.6, colour: INK.faint })
    const right = write(sheet, en, { x: PAGE.left + half + 16, y: at, width: half, size: 6.2, colour: INK.faint })
    at += Math.max(left, right) + 2.5
  }
  const top = PAGE.bottom - QR_SIDE - 6
  doc
    .lineWidth(0.8)
    .strokeColor(INK.accent)
    .moveTo(PAGE.left, top - 7)
    .lineTo(PAGE.right, top - 7)
    .stroke()
  qrCode(sheet, `${url}#${checksum}`, { x: PAGE.left, y: top })
  const x = PAGE.left + QR_SIDE + 14
  const facts: readonly (readonly [Text, string])[] = [
    [WORDS.verify, url],
    [WORDS.checksum, `${checksum.slice(0, 32)}\n${checksum.slice(32)}`],
    [WORDS.key, `${issuer}\n${kid}`],
  ]
  let line = top - 1
  for (const [label, value] of facts) {
    line += write(sheet, `${label.zh}  ${label.en}`, { x, y: line, width: 260, size: 6.2, colour: INK.faint })
    line += write(sheet, value, { x, y: line, width: 260, size: 7 }) + 3
  }
  const signed = { x: PAGE.right - 150, width: 150 }
  doc.roundedRect(signed.x, top, signed.width, QR_SIDE, 5).lineWidth(0.8).strokeColor(INK.accent).stroke()
  const inside = { x: signed.x + 8, width: signed.width - 16 }
  write(sheet, WORDS.signature.zh, { ...inside, y: top + 7, size: 8, bold: true, colour: INK.accent })
  write(sheet, WORDS.signature.en, { ...inside, y: top + 18, size: 6.2, colour: INK.faint })
  const name = write(sheet, document.documentParties.issuingParty.name, { ...inside, y: top + 34, size: 9.6, lines: 2, bold: true })
  write(sheet, `ES256  ${issuedAt.toString({ smallestUnit: 'second' })}`, { ...inside, y: top + 37 + name, size: 7 })
  write(sheet, document.transportDocumentReference ?? '', { ...inside, y: top + 48 + name, size: 7, colour: INK.faint })
}

/** As filled squares, so that it prints sharp at any size. */
function qrCode({ doc }: Sheet, text: string, { x, y }: { readonly x: number; readonly y: number }): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const side = QR_SIDE / modules.size
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column) === 1) doc.rect(x + column * side, y + row * side, side, side)
  doc.fill(INK.text)
}

function numberPages(sheet: Sheet, reference: string): void {
  const { start, count } = sheet.doc.bufferedPageRange()
  for (let page = start; page < start + count; page++) {
    sheet.doc.switchToPage(page)
    write(sheet, `${reference}   ${page + 1} / ${count}`, {
      x: PAGE.left,
      y: PAGE.bottom + 8,
      width: INNER,
      size: 6.4,
      colour: INK.faint,
      align: 'center',
    })
  }
}
