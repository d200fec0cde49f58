// The parts of the page, in the order in which a transport document is read.
import type { BillDocument, ConsignmentItem, LegElement, NamedParty } from '#model'
import { type Cell, cells, heading, INK, INNER, type Line, MODE_INK, PAGE, room, type Sheet, table, type TableRow, write } from './sheet.ts'
import { contactLines, descriptionOf, figure, localTime, MODE_WORDS, packagesOf, placeNames, WORDS } from './words.ts'

export interface PageFacts {
  readonly document: BillDocument
  /** Where the bill's present state is told; what the QR code opens. */
  readonly url: string
  readonly checksum: string
  readonly issuer: string
  readonly kid: string
  readonly issuedAt: Temporal.Instant
}

export function title(sheet: Sheet, { document }: PageFacts): void {
  const { doc } = sheet
  const y = PAGE.top
  doc.roundedRect(PAGE.left, y, 38, 38, 7).fill(INK.accent)
  write(sheet, '一单', { x: PAGE.left, y: y + 8.5, width: 38, size: 14.5, bold: true, colour: '#ffffff', align: 'center' })
  write(sheet, WORDS.title.zh, { x: PAGE.left + 48, y: y - 3, width: 260, size: 18, bold: true })
  write(sheet, WORDS.title.en, { x: PAGE.left + 48, y: y + 20, width: 260, size: 8.4, bold: true, colour: INK.faint })
  const kind = document.isToOrder ? WORDS.toOrder : WORDS.straight
  write(sheet, `${kind.zh}  ${kind.en}`, { x: PAGE.left + 48, y: y + 30, width: 260, size: 7.4, colour: INK.accent })
  const right = { x: PAGE.right - 220, width: 220, align: 'right' as const }
  write(sheet, `${WORDS.reference.zh}  ${WORDS.reference.en}`, { ...right, y: y - 2, size: 6.4, colour: INK.faint })
  write(sheet, document.transportDocumentReference ?? '', { ...right, y: y + 6, size: 15, bold: true })
  write(sheet, `${WORDS.issueDate.zh}  ${WORDS.issueDate.en}  ${document.issueDate ?? ''}`, { ...right, y: y + 28, size: 8 })
  sheet.y = y + 45
  if (document.consignment.demo === true) {
    write(sheet, `${WORDS.demo.zh}  ·  ${WORDS.demo.en}`, {
      x: PAGE.left,
      y: sheet.y - 1,
      width: INNER,
      size: 7.6,
      bold: true,
      colour: INK.warn,
      align: 'center',
    })
    sheet.y += 12
  }
}

const party = (share: number, label: Cell['label'], named: NamedParty): Cell => ({
  label,
  share,
  lines: [
    { text: named.name, bold: true, size: 9.6 },
    ...contactLines(named).map((text): Line => ({ text, size: 7.4, colour: INK.faint })),
  ],
})

export function parties(sheet: Sheet, { document }: PageFacts): void {
  const { shipper, consignee, issuingParty, freightForwarder } = document.documentParties
  const { consignmentNumber, consignorAssignedId } = document.consignment
  cells(sheet, [party(1, WORDS.shipper, shipper), party(1, WORDS.carrier, issuingParty)], 46)
  const other: Cell =
    freightForwarder === undefined
      ? { label: WORDS.consignment, share: 1, lines: [{ text: consignmentNumber, bold: true, size: 9.6 }] }
      : party(1, WORDS.forwarder, freightForwarder)
  cells(sheet, [party(1, document.isToOrder ? WORDS.toOrderOf : WORDS.consignee, consignee), other], 46)
  const value = document.consignment.declaredValueForCarriageAmount
  cells(
    sheet,
    [
      ...(freightForwarder === undefined ? [] : [{ label: WORDS.consignment, share: 1.2, lines: [{ text: consignmentNumber }] }]),
      { label: WORDS.shipperReference, share: 1.2, lines: [{ text: consignorAssignedId ?? '—' }] },
      { label: WORDS.freight, share: 1.2, lines: [{ text: `${WORDS.asAgreed.zh} ${WORDS.asAgreed.en}`, size: 8 }] },
      { label: WORDS.originals, share: 1, lines: [{ text: `${WORDS.oneOriginal.zh} ${WORDS.oneOriginal.en}`, size: 8 }] },
      ...(value === undefined ? [] : [{ label: WORDS.declaredValue, share: 1, lines: [{ text: moneyText(value), size: 8 }] }]),
    ],
    30,
  )
}

/** ISO 4217 exponents of the currencies that have no hundredths. */
const WITHOUT_HUNDREDTHS: readonly string[] = ['JPY', 'KRW']
function moneyText({ minor, currency }: { readonly minor: string; readonly currency: string }): string {
  const digits = WITHOUT_HUNDREDTHS.includes(currency) ? 0 : 2
  const text = minor.padStart(digits + 1, '0')
  const whole = BigInt(text.slice(0, text.length - digits)).toLocaleString('en-US')
  return `${currency} ${whole}${digits === 0 ? '' : `.${text.slice(-digits)}`}`
}

export function places(sheet: Sheet, { document }: PageFacts): void {
  const { carrierAcceptanceLocation: start, consigneeReceiptLocation: end, places: known, elements } = document.consignment
  const legs = elements.filter((element) => element.kind === 'LEG')
  const [from, to] = [placeNames(start, known), placeNames(end, known)]
  const departure = legs[0]?.departureEvent
  const arrival = legs.at(-1)?.arrivalEvent
  const plannedAt = (time: string): Line => ({ text: `${WORDS.planned.zh} ${WORDS.planned.en}  ${time}`, size: 7.2, colour: INK.faint })
  const cell = (label: Cell['label'], name: typeof from, event: typeof departure): Cell => ({
    label,
    share: 1,
    lines: [
      { text: name.zh, bold: true, size: 10 },
      ...(name.en === name.zh ? [] : [{ text: name.en, size: 8 }]),
      plannedAt(localTime(event?.scheduledOccurrenceDateTime, event?.occurrenceLocation?.placeId, known)),
    ],
  })
  cells(sheet, [cell(WORDS.receipt, from, departure), cell(WORDS.delivery, to, arrival)], 50)
}

export function goods(sheet: Sheet, { document }: PageFacts): void {
  const items = document.consignment.includedConsignmentItem
  const sum = (value: (item: (typeof items)[number]) => number | undefined): number =>
    items.reduce((total, item) => total + (value(item) ?? 0), 0)
  heading(sheet, WORDS.goods)
  const columns = [
    { label: WORDS.item, width: 34 },
    { label: WORDS.marks, width: 104 },
    { label: WORDS.description, width: 206 },
    { label: WORDS.packages, width: 78, align: 'right' as const },
    { label: WORDS.weight, width: 62, align: 'right' as const },
    { label: WORDS.volume, width: INNER - 484, align: 'right' as const },
  ]
  table(sheet, columns, items.flatMap(itemRows))
  if (items.length < 2) return
  const volume = sum(({ grossVolumeM3 }) => grossVolumeM3)
  const total = [
    `${WORDS.total.zh} ${WORDS.total.en}`,
    '',
    '',
    '',
    figure(sum(({ grossWeightKg }) => grossWeightKg)),
    volume === 0 ? '' : figure(volume),
  ]
  totals(
    sheet,
    columns.map(({ width }) => width),
    total,
  )
}

/** Lines of one item that fit a row: a row is never split over pages, and an item may have 99 dangerous goods. */
const LINES_A_ROW = 4

function itemRows(item: ConsignmentItem): readonly TableRow[] {
  const [name = '', ...all] = descriptionOf(item)
  const more = all.map((text) => ({ text, size: 7, colour: text.startsWith('危险品') ? INK.warn : INK.faint }))
  const further = Array.from({ length: Math.max(0, Math.ceil(more.length / LINES_A_ROW) - 1) }, (_, index): TableRow => {
    const from = (index + 1) * LINES_A_ROW
    return [[], [], more.slice(from, from + LINES_A_ROW)]
  })
  const first: TableRow = [
    [{ text: String(item.sequenceNumber) }],
    [{ text: item.transportPackage?.shippingMarks ?? '' }],
    [{ text: name, bold: true }, ...more.slice(0, LINES_A_ROW)],
    [{ text: packagesOf(item) }],
    [{ text: figure(item.grossWeightKg) }],
    [{ text: item.grossVolumeM3 === undefined ? '' : figure(item.grossVolumeM3) }],
  ]
  return [first, ...further]
}

function totals(sheet: Sheet, widths: readonly number[], texts: readonly string[]): void {
  room(sheet, 17)
  let x = PAGE.left + 5
  for (const [index, width] of widths.entries()) {
    const wide = index === 0 ? 150 : width - 5
    write(sheet, texts[index] ?? '', { x, y: sheet.y + 3, width: wide, size: 8, bold: true, align: index === 0 ? 'left' : 'right' })
    x += width
  }
  sheet.y += 17
}

export function equipment(sheet: Sheet, { document }: PageFacts): void {
  const { usedTransportEquipment: used, requestedEquipment: asked } = document.consignment
  const named = (used ?? []).map(({ id, unitTypeCode, affixedSeal }) => ({
    name: id,
    rest: [unitTypeCode, ...(affixedSeal ?? []).map((seal) => `${WORDS.seal.zh} ${WORDS.seal.en} ${seal.id}`)].join('  '),
  }))
  const boxes =
    named.length > 0 ? named : (asked ?? []).map(({ unitTypeCode, quantity }) => ({ name: `${quantity} × ${unitTypeCode}`, rest: '' }))
  if (boxes.length === 0) return
  heading(sheet, WORDS.equipment)
  const rows = Array.from({ length: Math.ceil(boxes.length / 3) }, (_, index) => boxes.slice(index * 3, index * 3 + 3))
  const column = { label: { zh: '箱号', en: 'Unit, type, seals' }, width: INNER / 3 }
  table(
    sheet,
    boxes.length === 1 ? [column] : [column, column, column].slice(0, Math.max(1, Math.min(3, boxes.length))),
    rows.map((row) =>
      row.map(({ name, rest }) => [{ text: name, bold: true }, ...(rest === '' ? [] : [{ text: rest, size: 7, colour: INK.faint }])]),
    ),
  )
}

export function legs(sheet: Sheet, { document }: PageFacts): void {
  const { elements, places: known } = document.consignment
  heading(sheet, WORDS.legs)
  const when = ({ scheduledOccurrenceDateTime: time, occurrenceLocation }: LegElement['departureEvent']): string =>
    localTime(time, occurrenceLocation?.placeId, known)
  table(
    sheet,
    [
      { label: WORDS.item, width: 34 },
      { label: WORDS.mode, width: 90 },
      { label: WORDS.route, width: 186 },
      { label: WORDS.performer, width: 108 },
      { label: WORDS.times, width: INNER - 418 },
    ],
    elements
      .filter((element) => element.kind === 'LEG')
      .map((leg, index) => {
        const mode = MODE_WORDS[leg.modeCode]
        const [from, to] = [leg.departureEvent, leg.arrivalEvent].map(({ occurrenceLocation }) => placeNames(occurrenceLocation, known))
        return [
          [{ text: String(index + 1) }],
          [{ text: `${mode.zh} ${mode.en}`, bold: true, spot: MODE_INK[leg.modeCode] ?? INK.faint }],
          [
            { text: `${from?.zh ?? ''} → ${to?.zh ?? ''}`, bold: true },
            { text: `${from?.en ?? ''} → ${to?.en ?? ''}`, size: 7, colour: INK.faint },
          ],
          [{ text: leg.carrier?.name ?? '—' }],
          [
            { text: when(leg.departureEvent), size: 7.4 },
            { text: when(leg.arrivalEvent), size: 7.4 },
          ],
        ]
      }),
  )
}
