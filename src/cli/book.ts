// `yidan book`: holds every element of one itinerary, or tells what else could be held.
import { z } from 'zod'
import { ok, refuse, type Result } from '#kernel'
import { type bookingRequest, itinerary, type Itinerary, type PartyReference, type Quote } from '#model'
import type { WindowOptions } from './open-client.ts'
import { findParty } from './party-word.ts'
import { bookingText } from './print-booking.ts'
import { optionLines } from './print-quote.ts'
import type { CommandContext } from './run.ts'
import { shellLine } from './shell-word.ts'
import { type Talk, talk } from './talk.ts'
import type { Failure } from './window-client.ts'

export interface BookOptions extends WindowOptions {
  readonly consignee?: string
  readonly consigneeEmail?: string
  readonly consignor?: string
  readonly carrier?: string
  readonly reference?: string
  readonly box?: readonly string[]
}

type BookingBody = z.input<typeof bookingRequest>

export async function bookCommand(quoteId: string, choice: string, options: BookOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { client, show, language } = talking.value
  const chosen = await findItinerary(quoteId, choice, talking.value)
  if (!chosen.ok) return chosen.error
  const parties = await partiesOf(options, talking.value)
  if (!parties.ok) return parties.error
  const boxes = boxesOf(options.box ?? [], talking.value)
  if (!boxes.ok) return boxes.error
  const body: BookingBody = {
    quoteId,
    itineraryId: chosen.value,
    ...parties.value,
    ...(options.reference === undefined ? {} : { consignorAssignedId: options.reference }),
    ...(boxes.value.length === 0 ? {} : { usedTransportEquipment: boxes.value }),
  }
  const held = await client.ask('POST /v1/bookings', { body })
  if (!held.ok) return tellTaken(held.error, { quoteId, options }, talking.value)
  return show(held.value, () => bookingText(held.value, language))
}

/** By its id, its number in the table of `yidan quote`, or a label such as CHEAPEST. */
async function findItinerary(quoteId: string, choice: string, { client, tell, usage }: Talk): Promise<Result<string, number>> {
  if (choice.startsWith('itn_')) return ok(choice)
  const asked = await client.ask('GET /v1/quotes/{id}', { params: { id: quoteId } })
  if (!asked.ok) return refuse(tell(asked.error))
  const { itineraries } = asked.value
  const label = choice.toUpperCase().replaceAll('-', '_')
  const chosen = /^\d+$/.test(choice)
    ? itineraries[Number(choice) - 1]
    : itineraries.find(({ labels }) => labels.some((given) => given === label))
  if (chosen !== undefined) return ok(chosen.id)
  const labels = [...new Set(itineraries.flatMap((one) => one.labels))].join(' ')
  return refuse(
    usage(
      `报价中没有方案“${choice}”:请用 1 至 ${itineraries.length}、${labels} 或方案编号。`,
      `The quote has no itinerary "${choice}": use 1 to ${itineraries.length}, ${labels} or an itinerary's id.`,
    ),
  )
}

type Parties = Pick<BookingBody, 'consignor' | 'consignee' | 'carrier'>

/** With an e-mail the consignee needs no account; without one it must be in the directory, for only then can it act. */
async function partiesOf({ consignee, consigneeEmail, consignor, carrier }: BookOptions, talking: Talk): Promise<Result<Parties, number>> {
  if (consignee === undefined)
    return refuse(talking.usage('必须给出 --consignee(见 npx yidan book --help)', '--consignee is required (see npx yidan book --help)'))
  const ids: { consignor?: { partyId: string }; carrier?: { partyId: string } } = {}
  for (const [role, word] of [
    ['consignor', consignor],
    ['carrier', carrier],
  ] as const) {
    if (word === undefined) continue
    const found = await findParty(word, talking)
    if (!found.ok) return found
    ids[role] = { partyId: found.value }
  }
  if (consigneeEmail !== undefined) {
    const outside: PartyReference = { name: consignee, definedContactDetails: [{ emailAddress: consigneeEmail }] }
    return ok({ ...ids, consignee: outside })
  }
  const found = await findParty(consignee, talking)
  return found.ok ? ok({ ...ids, consignee: { partyId: found.value } }) : found
}

type Box = NonNullable<BookingBody['usedTransportEquipment']>[number]

/** "CSQU3054383:40HC", with seals "CSQU3054383:40HC:SEAL1,SEAL2"; the window tests the check digit. */
function boxesOf(words: readonly string[], { usage }: Talk): Result<Box[], number> {
  const boxes: Box[] = []
  for (const word of words) {
    const [id = '', unitTypeCode = '', seals, ...rest] = word.split(':')
    if (id === '' || unitTypeCode === '' || rest.length > 0)
      return refuse(
        usage('--box 须形如 CSQU3054383:40HC 或 CSQU3054383:40HC:封号', '--box must look like CSQU3054383:40HC or CSQU3054383:40HC:SEAL'),
      )
    const affixedSeal = seals?.split(',').map((seal) => ({ id: seal }))
    boxes.push({ id, unitTypeCode, ...(affixedSeal === undefined ? {} : { affixedSeal }) })
  }
  return ok(boxes)
}

interface Asked {
  readonly quoteId: string
  readonly options: BookOptions
}

const taken = z.object({ code: z.literal('capacity-taken'), quoteId: z.string().optional(), alternatives: z.array(itinerary) })

/** Nothing is held; what is still free, each with the command that takes it. */
async function tellTaken(failure: Failure, { quoteId, options }: Asked, talking: Talk): Promise<number> {
  const code = talking.tell(failure)
  const read = failure.kind === 'problem' ? taken.safeParse(failure.problem) : undefined
  if (read?.success !== true || options.json === true) return code
  const { alternatives, quoteId: newer = quoteId } = read.data
  const { say, terminal } = talking
  if (alternatives.length === 0) {
    terminal.complain(say('没有别的方案了,请重新询价。', 'There is no other itinerary; ask for a quote again.'))
    return code
  }
  const asked = await talking.client.ask('GET /v1/quotes/{id}', { params: { id: newer } })
  const table = asked.ok ? `${tableOf(asked.value, alternatives, talking)}\n` : ''
  const commands = alternatives.map(({ id }, index) => `  ${index + 1}  ${commandFor(newer, id, options)}`)
  terminal.complain(`${say('仍有舱位的方案:', 'Still free:')}\n${table}${commands.join('\n')}`)
  return code
}

const tableOf = (quote: Quote, itineraries: readonly Itinerary[], { language }: Talk): string =>
  optionLines(
    { ...quote, itineraries: [...itineraries] },
    { language, details: false, ready: quote.entrustment?.readyDateTime ?? quote.createdDateTime },
  )

function commandFor(quoteId: string, itineraryId: string, options: BookOptions): string {
  const given = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value])
  return shellLine([
    'npx',
    'yidan',
    'book',
    quoteId,
    itineraryId,
    ...given('--consignee', options.consignee),
    ...given('--consignee-email', options.consigneeEmail),
    ...given('--consignor', options.consignor),
    ...given('--carrier', options.carrier),
    ...given('--reference', options.reference),
    ...(options.box ?? []).flatMap((box) => ['--box', box]),
    ...given('--key-file', options.keyFile),
    ...given('--url', options.url),
  ])
}
