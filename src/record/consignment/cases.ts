// The demand cases of cargo.json at their fixed clock, against their typical answers and check.py, as a document.
import { assert, type NewUuid, ok, refuse, type Result } from '#kernel'
import { entrustment, type Modes } from '#model'
import { expandDepartures, type ImportFault, type NetworkState, networkState, readFolder } from '#record/network'
import { z } from 'zod'
import { type CaseRow, caseRow } from './case-row.ts'
import { type CaseFindings, findingsOf } from './case-findings.ts'
import { CASES_CLOCK } from './cases-clock.ts'
import { casesDocument } from './case-document.ts'
import { frontOf } from './front.ts'
import { understand } from './question.ts'
import { typicalChain } from './typical-chain.ts'

const CASES_DAYS = 90
const MINUTES_PER_DAY = 1440

/** Files of the data folder by name; no database, no clock. The document is kept as docs/demand-cases.md. */
export function runCases(files: ReadonlyMap<string, string>, modes: Modes): Result<string, readonly ImportFault[]> {
  const read = readFolder(files)
  if (!read.ok) return refuse(read.error)
  const network = casesNetwork(read.value)
  const rows = z.array(caseRow).parse(JSON.parse(files.get('cargo.json') ?? '[]'))
  return ok(casesDocument(rows.map((row) => runCase(row, network, modes))))
}

/** Every departure of the window is empty, as check.py has it. */
export function casesNetwork(reference: NetworkState['reference']): NetworkState {
  const first = CASES_CLOCK.toZonedDateTimeISO('Asia/Shanghai').toPlainDate()
  const from = first.toZonedDateTime('Asia/Shanghai').epochMilliseconds / 60_000
  return networkState({
    reference,
    version: 1,
    checksum: 'cases',
    departures: expandDepartures(reference, first, CASES_DAYS),
    from,
    until: from + CASES_DAYS * MINUTES_PER_DAY,
  })
}

function runCase(row: CaseRow, network: NetworkState, modes: Modes): CaseFindings {
  const asked = entrustment.parse({
    carrierAcceptanceLocation: { placeId: row.origin },
    consigneeReceiptLocation: { placeId: row.destination },
    readyDateTime: CASES_CLOCK.toString(),
    currency: 'CNY',
    cargoFormCode: row.cargoFormCode,
    ...(row.requestedEquipment && { requestedEquipment: row.requestedEquipment }),
    includedConsignmentItem: row.includedConsignmentItem,
    maximumLegs: 5,
  })
  const understood = understand(asked, network, CASES_CLOCK)
  assert(understood.ok, `${row.id} is a sound question`)
  const front = frontOf(understood.value, network, modes)
  const newUuid = countingUuid()
  return findingsOf({ row, front, typical: typicalChain(front, row.typical_answer.chain, newUuid), newUuid })
}

/** Ids never show in the document; a plain count keeps this pure. */
function countingUuid(): NewUuid {
  let count = 0
  return () => `00000000-0000-7000-8000-${(++count).toString(16).padStart(12, '0')}`
}
