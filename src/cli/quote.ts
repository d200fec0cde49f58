// `yidan quote`: finds the places, asks, and prints what came back.
import { ok, refuse, type Result } from '#kernel'
import { type EntrustmentBody, type QuoteOptions, readOptions } from './entrustment.ts'
import { EXIT } from './exit.ts'
import { tellFailure, windowUrl } from './failure.ts'
import { openClient } from './open-client.ts'
import { findLocation, type PlaceFault, type WireLocation } from './place-word.ts'
import { printQuote } from './print-quote.ts'
import type { CommandContext } from './run.ts'
import { table } from './table.ts'
import type { WindowClient } from './window-client.ts'

interface Asked extends QuoteOptions {
  readonly from?: string
  readonly to?: string
  readonly via?: readonly string[]
  readonly avoid?: readonly string[]
  readonly maxLegs?: string
  readonly details?: true
  readonly json?: true
  readonly request?: string
  readonly url?: string
  readonly keyFile?: string
}

export async function quoteCommand(options: Asked, context: CommandContext): Promise<number> {
  const url = windowUrl({ ...options }, context)
  const json = options.json === true
  const opened = await openClient(options, context)
  if (!opened.ok) return opened.error
  const client = opened.value
  const body =
    options.request === undefined ? await bodyFromOptions(options, client, context) : await bodyFromFile(options.request, context)
  if (!body.ok) return typeof body.error === 'number' ? body.error : tellPlaceFault(body.error, { url, json }, context)
  const answer = await client.ask('POST /v1/quotes', { query: {}, body: body.value })
  if (!answer.ok) return tellFailure(answer.error, { url, json }, context)
  const quote = answer.value
  context.terminal.out(
    json
      ? JSON.stringify(quote, undefined, 2)
      : printQuote(quote, { language: context.language, details: options.details === true, ready: body.value.readyDateTime }),
  )
  return quote.itineraries.length === 0 ? EXIT.noItinerary : EXIT.done
}

async function bodyFromFile(path: string, { terminal, say }: CommandContext): Promise<Result<EntrustmentBody, number>> {
  let text: string
  try {
    text = path === '-' ? await terminal.readInput() : await terminal.readFile(path)
  } catch {
    terminal.complain(say(`读不到文件 ${path}`, `The file ${path} cannot be read`))
    return refuse(EXIT.usage)
  }
  try {
    // Whatever it holds goes to the window: there is one judge of entrustments.
    return ok(JSON.parse(text) as EntrustmentBody)
  } catch {
    terminal.complain(say(`${path} 不是有效的 JSON`, `${path} is not valid JSON`))
    return refuse(EXIT.usage)
  }
}

async function bodyFromOptions(
  options: Asked,
  client: WindowClient,
  { terminal, say }: CommandContext,
): Promise<Result<EntrustmentBody, number | PlaceFault>> {
  const read = readOptions({ ...options, ...(options.maxLegs === undefined ? {} : { maximumLegs: options.maxLegs }) })
  const missing = [...(options.from === undefined ? ['--from'] : []), ...(options.to === undefined ? ['--to'] : [])]
  const faults = [...missing.map((option) => ({ option, rule: { zh: '必须给出', en: 'is required' } })), ...(read.ok ? [] : read.error)]
  if (!read.ok || faults.length > 0) {
    terminal.complain(
      [
        ...faults.map(({ option, rule }) => `${option} ${say(rule.zh, rule.en)}`),
        say('(见 npx yidan quote --help)', '(see npx yidan quote --help)'),
      ].join('\n'),
    )
    return refuse(EXIT.usage)
  }
  const from = await findLocation(options.from ?? '', client)
  if (!from.ok) return from
  const to = await findLocation(options.to ?? '', client)
  if (!to.ok) return to
  const via = await findIds(options.via ?? [], client)
  if (!via.ok) return via
  const avoid = await findIds(options.avoid ?? [], client)
  if (!avoid.ok) return avoid
  return ok({
    carrierAcceptanceLocation: from.value,
    consigneeReceiptLocation: to.value,
    ...read.value,
    ...(via.value.length === 0 ? {} : { viaPlaceIds: via.value }),
    ...(avoid.value.length === 0 ? {} : { avoidPlaceIds: avoid.value }),
  })
}

async function findIds(words: readonly string[], client: WindowClient): Promise<Result<string[], PlaceFault>> {
  const ids: string[] = []
  for (const word of words) {
    const found: Result<WireLocation, PlaceFault> = await findLocation(word, client)
    if (!found.ok) return found
    if (!('placeId' in found.value)) return refuse({ kind: 'unknown', word, candidates: [] })
    ids.push(found.value.placeId)
  }
  return ok(ids)
}

function tellPlaceFault(fault: PlaceFault, asked: { readonly url: string; readonly json: boolean }, context: CommandContext): number {
  if (fault.kind === 'failure') return tellFailure(fault.failure, asked, context)
  const { say, terminal } = context
  if (fault.kind === 'unknown') {
    terminal.complain(
      say(`没有名为“${fault.word}”的地点(npx yidan places 可查)。`, `No place is called "${fault.word}" (npx yidan places finds them).`),
    )
    return EXIT.usage
  }
  const rows = fault.candidates.map(({ id, name, placeTypeCode, countryCode }) => [id, name.zh, name.en, placeTypeCode ?? '', countryCode])
  terminal.complain(
    `${say(`“${fault.word}”可能是其中任何一个,请写明编号:`, `"${fault.word}" may be any of these; name one by its id:`)}\n${table([{ title: say('编号', 'Id') }, { title: '中文' }, { title: 'English' }, { title: say('类型', 'Type') }, { title: say('国家', 'Country') }], rows)}`,
  )
  return EXIT.usage
}
