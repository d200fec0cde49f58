// The record of one consignment as its page tells it: stages with their milestones, planned beside estimated beside actual, where the goods
// are, and what is next. Pure: "now" is a parameter.
import type { Consignment, ConsignmentElement, MilestoneJson, MilestoneName } from '#model'
import { minutesBetween } from '../format.ts'

export type Where = NonNullable<Extract<ConsignmentElement, { kind: 'LEG' }>['departureEvent']['occurrenceLocation']>

/** `unreported`: a later milestone is stated, this one never was: silence, not a green light. */
export type StepState = 'done' | 'late' | 'unreported' | 'ahead'
export interface Step {
  readonly milestone: MilestoneName
  readonly elementId: string
  readonly sequence: number
  readonly where: Where | undefined
  /** Somewhere between the two ends; `where` is then the end, for its clock. */
  readonly underway: boolean
  readonly planned: string | undefined
  readonly estimated: string | undefined
  readonly actual: string | undefined
  readonly statedBy: string | undefined
  readonly recorded: string | undefined
  readonly eventId: string | undefined
  readonly unowed: boolean
  readonly mayReport: boolean
  readonly state: StepState
  /** Minutes after the plan (negative: before it), by what happened or by the estimate. */
  readonly lag: number | undefined
}
export interface Stage {
  readonly element: ConsignmentElement
  readonly from: Where | undefined
  readonly to: Where | undefined
  readonly state: 'done' | 'now' | 'ahead'
  readonly steps: readonly Step[]
}
export type Position =
  | { readonly kind: 'origin'; readonly at: Where | undefined }
  | { readonly kind: 'at'; readonly at: Where | undefined; readonly stage: Stage }
  | { readonly kind: 'between'; readonly stage: Stage }
  | { readonly kind: 'delivered'; readonly at: Where | undefined }
export interface Story {
  readonly stages: readonly Stage[]
  readonly position: Position
  /** The first milestone that is owed and still to come; absent when all is done or the consignment is cancelled. */
  readonly next: Step | undefined
  readonly last: Step | undefined
}

/** What of a leg happens where it begins; the rest belongs to its end. */
const AT_DEPARTURE: readonly MilestoneName[] = [
  'ACCEPTED',
  'PICKED_UP',
  'STUFFED',
  'SEALED',
  'GATED_OUT',
  'LOADED',
  'DEPARTED',
  'CUSTOMS_SUBMITTED',
  'CUSTOMS_RELEASED',
]
/** These happen on the way, at neither end; no plan of departures and arrivals says when. */
const UNDERWAY: readonly MilestoneName[] = ['BORDER_CROSSED', 'GAUGE_CHANGED', 'HANDED_OVER']
const ON_THE_WAY: readonly MilestoneName[] = ['DEPARTED', ...UNDERWAY]

const fromOf = (element: ConsignmentElement): Where | undefined =>
  element.kind === 'LEG' ? element.departureEvent.occurrenceLocation : element.occurrenceLocation
const toOf = (element: ConsignmentElement): Where | undefined =>
  element.kind === 'LEG' ? element.arrivalEvent.occurrenceLocation : element.occurrenceLocation

interface Told {
  readonly row: MilestoneJson
  readonly element: ConsignmentElement
}

function stepOf({ row, element }: Told, index: number, lastDone: number, now: string): Step {
  const planned = row.scheduledOccurrenceDateTime
  const expected = row.actualOccurrenceDateTime ?? row.estimatedOccurrenceDateTime
  const due = row.estimatedOccurrenceDateTime ?? planned
  const state: StepState =
    row.actualOccurrenceDateTime !== undefined
      ? 'done'
      : index < lastDone
        ? 'unreported'
        : due !== undefined && minutesBetween(due, now) > 0
          ? 'late'
          : 'ahead'
  return {
    milestone: row.milestone,
    elementId: row.elementId,
    sequence: row.elementSequenceNumber,
    underway: element.kind === 'LEG' && UNDERWAY.includes(row.milestone),
    where: AT_DEPARTURE.includes(row.milestone) ? fromOf(element) : toOf(element),
    planned,
    estimated: row.estimatedOccurrenceDateTime,
    actual: row.actualOccurrenceDateTime,
    statedBy: row.statedBy?.name,
    recorded: row.recordedDateTime,
    eventId: row.eventID,
    unowed: row.unowed === true,
    mayReport: row.mayReport === true,
    state,
    lag: planned === undefined || expected === undefined ? undefined : minutesBetween(planned, expected),
  }
}

const stageState = (steps: readonly Step[], next: Step | undefined): Stage['state'] => {
  if (steps.some((step) => step === next)) return steps.some((step) => step.state === 'done') ? 'now' : 'ahead'
  return steps.some((step) => step.state === 'done' || step.state === 'unreported') ? 'done' : 'ahead'
}

function positionOf(stages: readonly Stage[], last: Step | undefined): Position {
  const first = stages[0]
  const stage = stages.find((each) => each.element.sequenceNumber === last?.sequence)
  if (last === undefined || stage === undefined) return { kind: 'origin', at: first?.from }
  if (last.milestone === 'DELIVERED') return { kind: 'delivered', at: stage.to }
  if (stage.element.kind === 'LEG' && ON_THE_WAY.includes(last.milestone)) return { kind: 'between', stage }
  return { kind: 'at', at: last.where, stage }
}

export function storyOf(consignment: Consignment, milestones: readonly MilestoneJson[], now: string): Story {
  const told = consignment.elements.flatMap((element) =>
    milestones.filter((row) => row.elementSequenceNumber === element.sequenceNumber).map((row): Told => ({ row, element })),
  )
  const lastDone = told.findLastIndex(({ row }) => row.actualOccurrenceDateTime !== undefined && row.unowed !== true)
  const steps = told.map((each, index) => stepOf(each, index, lastDone, now))
  const over = consignment.consignmentStatus === 'CANCELLED' || consignment.consignmentStatus === 'DELIVERED'
  const next = over ? undefined : steps.find((step) => !step.unowed && (step.state === 'late' || step.state === 'ahead'))
  const stages = consignment.elements.map((element): Stage => {
    const own = steps.filter((step) => step.sequence === element.sequenceNumber)
    return { element, from: fromOf(element), to: toOf(element), steps: own, state: stageState(own, next) }
  })
  // Where they are is told by what happened last, not by what was told last.
  const last = steps[lastDone]
  return { stages, position: positionOf(stages, last), next, last }
}

/** An element's two ends in one of the three times; the first and last of its milestones speak for it where they are known. */
export interface Stretch {
  readonly sequence: number
  readonly modeCode: string | undefined
  readonly from: string
  readonly to: string
  readonly known: 'planned' | 'estimated' | 'actual'
}

const eventsOf = (element: ConsignmentElement) =>
  element.kind === 'LEG'
    ? { begin: element.departureEvent, end: element.arrivalEvent }
    : { begin: element.startEvent, end: element.endEvent }
const modeOf = (element: ConsignmentElement): string | undefined => (element.kind === 'LEG' ? element.modeCode : undefined)

export const plannedStretches = (stages: readonly Stage[]): Stretch[] =>
  stages.flatMap(({ element }) => {
    const { begin, end } = eventsOf(element)
    const [from, to] = [begin.scheduledOccurrenceDateTime, end.scheduledOccurrenceDateTime]
    return from === undefined || to === undefined
      ? []
      : [{ sequence: element.sequenceNumber, modeCode: modeOf(element), from, to, known: 'planned' as const }]
  })

const BEGINNING: readonly MilestoneName[] = ['DEPARTED']
const ENDING: readonly MilestoneName[] = ['ARRIVED']

/** What happened so far, and for the stage under way until its estimate (or its plan). A stage nobody spoke of is not drawn. */
export function tracedStretches(stages: readonly Stage[], now: string): Stretch[] {
  return stages.flatMap(({ element, steps, state }) => {
    const done = steps.filter((step) => step.actual !== undefined).toSorted((a, b) => minutesBetween(b.actual ?? '', a.actual ?? ''))
    const begun = (element.kind === 'LEG' ? done.find((step) => BEGINNING.includes(step.milestone)) : undefined) ?? done[0]
    if (begun?.actual === undefined) return []
    const ended = element.kind === 'LEG' ? done.find((step) => ENDING.includes(step.milestone)) : undefined
    const final = ended ?? (state === 'done' ? done.at(-1) : undefined)
    const end = final?.actual ?? now
    const sequence = element.sequenceNumber
    const modeCode = modeOf(element)
    const happened: Stretch = { sequence, modeCode, from: begun.actual, to: later(begun.actual, end), known: 'actual' }
    const { end: planned } = eventsOf(element)
    const expected = planned.estimatedOccurrenceDateTime ?? steps.findLast((step) => step.estimated !== undefined)?.estimated
    if (final !== undefined || expected === undefined || minutesBetween(end, expected) <= 0) return [happened]
    return [happened, { sequence, modeCode, from: happened.to, to: expected, known: 'estimated' }]
  })
}

const later = (a: string, b: string): string => (minutesBetween(a, b) > 0 ? b : a)
