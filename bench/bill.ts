// The one bill: issue through HTTP, its PDF through HTTP (first and again), and verification in process.
import { didDocument, verifyBill } from '#model'
import { z } from 'zod'
import { type Bookable, bookables, type City, idOf, lineTo, openBenchCity } from './shipments.ts'
import { type Bench, percentile, rounded } from './table.ts'

const BILLS = 100
const VERIFICATIONS = 500

export async function run(): Promise<Bench> {
  const city = await openBenchCity()
  try {
    const consignments = await confirmed(city, await bookables(city, city.actor('shipper')))
    const operator = lineTo(city, city.actor('operator'))
    const bills: string[] = []
    const issue = await each(consignments, async (consignmentId) => {
      const issued = await operator.post('/v1/bills', { consignmentId, isToOrder: false })
      if (issued.status !== 201) throw new Error(`issue: ${issued.status} ${issued.body}`)
      bills.push(idOf(issued.body))
    })
    let bytes = 0
    const pdf = async (id: string): Promise<void> => {
      const answer = await operator.get(`/v1/bills/${id}/pdf`, 'application/pdf')
      if (answer.status !== 200) throw new Error(`pdf: ${answer.status}`)
      bytes = answer.bytes.length
    }
    const first = await each(bills, pdf)
    const again = await each(bills, pdf)
    const vc = (await operator.get(`/v1/bills/${bills[0] ?? ''}/vc`, 'application/vc+jwt')).bytes.toString()
    const document = didDocument.parse(JSON.parse((await operator.get('/.well-known/did.json')).bytes.toString()))
    operator.close()
    const verify = await each(Array.from({ length: VERIFICATIONS }), async () => {
      const verified = await verifyBill(vc, document)
      if (!verified.ok) throw new Error(verified.error.en)
    })
    return {
      rows: [
        { what: `issue, HTTP (${bills.length} bills)`, ...issue },
        { what: `PDF, HTTP, first (${rounded(bytes / 1024)} kB)`, ...first },
        { what: 'PDF, HTTP, again', ...again },
        { what: `verify in process (${rounded(vc.length / 1024)} kB vc+jwt)`, ...verify },
      ],
      result: { bills: bills.length, issue, pdf: first, pdfAgain: again, pdfBytes: bytes, verify, vcBytes: vc.length },
    }
  } finally {
    await city.close()
  }
}

interface Figures {
  readonly p50Ms: number
  readonly p99Ms: number
}

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<Figures> {
  const times: number[] = []
  for (const item of items) {
    const began = performance.now()
    await work(item)
    times.push(performance.now() - began)
  }
  return { p50Ms: rounded(percentile(times, 50), 2), p99Ms: rounded(percentile(times, 99), 2) }
}

/** Consignments to issue bills for. */
export async function confirmed(city: City, lots: readonly Bookable[], count = BILLS): Promise<string[]> {
  const line = lineTo(city, city.actor('shipper'))
  const made: string[] = []
  for (let turn = 0; made.length < count && turn < count * 3; turn++) {
    const held = await line.post('/v1/bookings', { ...lots[turn % lots.length], consignee: { partyId: city.actor('consignee').partyId } })
    if (held.status === 409) continue
    const answer = await line.post(`/v1/bookings/${idOf(held.body)}/confirm`, undefined)
    if (answer.status !== 201) throw new Error(`confirm: ${answer.status} ${answer.body}`)
    made.push(z.object({ consignmentId: z.string() }).parse(JSON.parse(answer.body)).consignmentId)
  }
  line.close()
  return made
}
