// `yidan track`: where a consignment is, and with --follow what happens to it from now on.
import { ok, type Result } from '#kernel'
import type { MilestoneJson } from '#model'
import { findConsignmentId } from './consignment-word.ts'
import { EXIT } from './exit.ts'
import { follow, type HeardChange } from './follow.ts'
import type { WindowOptions } from './open-client.ts'
import { milestoneLine, type Tracked, trackText } from './print-track.ts'
import type { CommandContext } from './run.ts'
import { type Talk, talk } from './talk.ts'
import type { Failure } from './window-client.ts'

export interface TrackOptions extends WindowOptions {
  readonly follow?: true
  readonly after?: string
}

export async function trackCommand(word: string, options: TrackOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const id = await findConsignmentId(word, talking.value)
  if (!id.ok) return id.error
  const tracked = await read(id.value, talking.value)
  if (!tracked.ok) return talking.value.tell(tracked.error)
  // Lines of JSON while following, so that a program can read each as it comes.
  if (options.follow === true && options.json === true) context.terminal.out(JSON.stringify(tracked.value))
  else talking.value.show(tracked.value, () => trackText(tracked.value, context.language))
  return options.follow === true ? followOne(tracked.value, options, talking.value) : EXIT.done
}

async function read(id: string, { client }: Talk): Promise<Result<Tracked, Failure>> {
  const params = { id }
  const consignment = await client.ask('GET /v1/consignments/{id}', { params })
  if (!consignment.ok) return consignment
  const milestones = await client.ask('GET /v1/consignments/{id}/milestones', { params })
  return milestones.ok ? ok({ consignment: consignment.value, milestones: milestones.value.items }) : milestones
}

/** Until it is delivered or cancelled, or the reader stops it. */
async function followOne(first: Tracked, { after, json }: TrackOptions, talking: Talk): Promise<number> {
  const { client, terminal, language, tell } = talking
  let known = first
  if (isOver(known)) return EXIT.done
  for await (const heard of follow(client, after)) {
    if (heard.kind === 'broken') {
      const code = tell(heard.failure)
      // The window may come back; one that refuses will refuse again.
      if (heard.failure.kind === 'problem' && heard.failure.problem.status < 500) return code
      continue
    }
    if (heard.kind === 'change' && !concerns(heard.change, known)) continue
    const now = await read(known.consignment.id, talking)
    if (!now.ok) {
      tell(now.error)
      continue
    }
    const change = heard.kind === 'change' ? { change: heard.change } : {}
    if (json === true) terminal.out(JSON.stringify({ ...change, ...now.value }))
    else for (const row of newsOf(known, now.value)) terminal.out(milestoneLine(now.value, row, language))
    known = now.value
    if (isOver(known)) break
  }
  if (json !== true) terminal.out(trackText({ ...known, milestones: [] }, language))
  return EXIT.done
}

const concerns = ({ resourceId }: HeardChange, { consignment: { id, transportContractDocument } }: Tracked): boolean =>
  resourceId === id || resourceId === transportContractDocument?.billId

const isOver = ({ consignment }: Tracked): boolean => ['DELIVERED', 'CANCELLED'].includes(consignment.consignmentStatus)

/** Rows that say something they did not say before. */
function newsOf(before: Tracked, now: Tracked): MilestoneJson[] {
  const said = new Set(before.milestones.map(fingerprint))
  return now.milestones.filter((row) => row.actualOccurrenceDateTime !== undefined && !said.has(fingerprint(row)))
}

const fingerprint = ({ elementId, milestone, actualOccurrenceDateTime, eventID }: MilestoneJson): string =>
  [elementId, milestone, actualOccurrenceDateTime, eventID].join(' ')
