// `yidan milestone`: one owed milestone stated, as a carrier or a hub does with one tap.
import { MILESTONES, MILESTONE_NAMES } from '#model'
import { findConsignmentId } from './consignment-word.ts'
import type { WindowOptions } from './open-client.ts'
import { milestoneLine } from './print-track.ts'
import type { CommandContext } from './run.ts'
import { talk } from './talk.ts'

export interface MilestoneOptions extends WindowOptions {
  readonly at?: string
  readonly box?: string
}

interface Stated {
  readonly consignment: string
  /** Its sequence number or its id. */
  readonly element: string
  readonly milestone: string
}

export async function milestoneCommand(stated: Stated, options: MilestoneOptions, context: CommandContext): Promise<number> {
  const talking = await talk(options, context)
  if (!talking.ok) return talking.error
  const { client, show, tell, usage, language } = talking.value
  const milestone = MILESTONES.find((name) => name === stated.milestone.toUpperCase().replaceAll('-', '_'))
  if (milestone === undefined) {
    const known = MILESTONES.map((name) => `\n  ${name}  ${context.say(MILESTONE_NAMES[name].zh, MILESTONE_NAMES[name].en)}`).join('')
    return usage(`没有节点“${stated.milestone}”:${known}`, `There is no milestone "${stated.milestone}":${known}`)
  }
  const id = await findConsignmentId(stated.consignment, talking.value)
  if (!id.ok) return id.error
  const params = { id: id.value }
  const consignment = await client.ask('GET /v1/consignments/{id}', { params })
  if (!consignment.ok) return tell(consignment.error)
  const { elements } = consignment.value
  const element = elements.find((one) => one.id === stated.element || String(one.sequenceNumber) === stated.element)
  if (element === undefined) {
    const mine = elements.map(({ sequenceNumber }) => sequenceNumber).join(' ')
    return usage(
      `没有您可见的第 ${stated.element} 段(可见:${mine})。`,
      `There is no element ${stated.element} that you may see (there are ${mine}).`,
    )
  }
  const body = {
    elementId: element.id,
    milestone,
    occurredDateTime: options.at ?? Temporal.Now.instant().toString({ smallestUnit: 'second' }),
    ...(options.box === undefined ? {} : { equipmentId: options.box }),
  }
  const made = await client.ask('POST /v1/consignments/{id}/milestones', { params, body })
  if (!made.ok) return tell(made.error)
  return show(made.value, () => milestoneLine({ consignment: consignment.value }, made.value, language))
}
