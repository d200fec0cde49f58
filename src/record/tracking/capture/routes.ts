// EPCIS capture over HTTP, as GS1's own REST binding says it: a document in, a job out (EPCIS 2.0 §12).
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { type Caller, inLanguage, instantText, type Language, ok, refuse, type Result, uuidOf, wireId } from '#kernel'
import { may, type Refusal, refusalOf, route } from '#model'
import { type CaptureDocument, MOST_EVENTS, readDocument } from '../epcis/document.ts'
import { MOST_JOB_FAULTS, type Prepared, prepareEvents, type Preparing } from '../events/prepare.ts'
import { recordEvents, sha256 } from '../events/store.ts'
import type { TrackingParts } from '../parts.ts'
import { type CaptureJob, ERROR_BEHAVIOURS, type ErrorBehaviour, findJob, insertJob } from './store.ts'

export const captureRoutes = (parts: TrackingParts) => [postCapture(parts), getCaptureJob()] as const

const MEDIA_TYPES: readonly string[] = ['application/json', 'application/ld+json']
export const CAPTURE_BYTES = 8 * 1024 * 1024
const GS1_HEADERS = {
  'gs1-epcis-version': '2.0.0',
  'gs1-cbv-version': '2.0.0',
  'gs1-epcis-capture-limit': String(MOST_EVENTS),
  'gs1-epcis-capture-file-size-limit': String(CAPTURE_BYTES),
}

/** The document is judged and kept before the answer leaves: whoever has his 202 has lost nothing. */
const postCapture = ({ origin, newUuid }: TrackingParts) =>
  route({
    operationId: 'captureEvents',
    method: 'POST',
    path: '/epcis/v2/capture',
    summary: { zh: '接收 EPCIS 2.0 事件文件', en: 'Capture a document of EPCIS 2.0 events' },
    act: 'event.capture',
    takes: { mediaTypes: MEDIA_TYPES, bytes: CAPTURE_BYTES },
    body: z.unknown(),
    status: 202,
    answer: z.object({ captureID: z.string() }),
    problems: ['invalid-request', 'forbidden'],
    async handle({ caller, body, text, headers, now, enter }) {
      const sender = partyIn(caller)
      if (sender === undefined) return refuse({ code: 'unauthenticated' })
      const behaviour = behaviourIn(headers['gs1-capture-error-behaviour'])
      if (!behaviour.ok) return behaviour
      const document = readDocument(text, body)
      if (!document.ok) return refuse({ code: 'invalid-request', errors: document.error })
      const proceed = behaviour.value === 'proceed'
      const { events, faults } = await prepareInTurns(document.value, { now, origin, sha256 })
      const uuid = newUuid()
      await enter(async (tx) => {
        const isRefused = faults.length > 0 && !proceed
        const recorded = isRefused ? { faults: [] } : await recordEvents(tx, events, { sender, now, proceed })
        const job = { uuid, partyId: sender, behaviour: behaviour.value, createdAt: now, finishedAt: now }
        await insertJob(tx, { ...job, faults: [...faults, ...recorded.faults] })
      })
      const captureID = wireId('cap', uuid)
      return ok({ status: 202, body: { captureID }, location: `/epcis/v2/capture/${captureID}`, headers: GS1_HEADERS })
    },
  })

/** Others are served between: thousands of events are a second's work. */
const TURN = 200
async function prepareInTurns(document: CaptureDocument, preparing: Preparing): Promise<Prepared> {
  const prepared: Prepared[] = []
  for (let from = 0; from < document.events.length; from += TURN) {
    prepared.push(prepareEvents({ ...document, events: document.events.slice(from, from + TURN) }, preparing))
    await setImmediate()
  }
  return { events: prepared.flatMap(({ events }) => events), faults: prepared.flatMap(({ faults }) => faults).slice(0, MOST_JOB_FAULTS) }
}

/** Another party's events are nobody's to send: whoever is in no organisation has no name to state them under. */
const partyIn = (caller: Caller): string | undefined => (caller.kind === 'party' ? caller.partyId : undefined)

function behaviourIn(header: string | undefined): Result<ErrorBehaviour, Refusal> {
  const wished = header?.trim().toLowerCase() ?? 'rollback'
  const known = ERROR_BEHAVIOURS.find((one) => one === wished)
  if (known !== undefined) return ok(known)
  const detail = {
    zh: '请求头 GS1-Capture-Error-Behaviour 应为 rollback 或 proceed',
    en: 'The header GS1-Capture-Error-Behaviour is rollback or proceed',
  }
  return refuse({ code: 'invalid-request', detail, errors: [{ pointer: '', code: 'unknown-code', detail }] })
}

const captureError = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Ours beside GS1's: where in the document, and our code. */
  pointer: z.string(),
  code: z.string(),
})
const captureJob = z.object({
  captureID: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  running: z.boolean(),
  success: z.boolean(),
  captureErrorBehaviour: z.enum(ERROR_BEHAVIOURS),
  errors: z.array(captureError),
})

const getCaptureJob = () =>
  route({
    operationId: 'getCaptureJob',
    method: 'GET',
    path: '/epcis/v2/capture/{captureID}',
    summary: { zh: '查看一次接收的结果', en: 'What became of a captured document' },
    act: 'event.read-job',
    params: z.object({ captureID: z.string() }),
    status: 200,
    answer: captureJob,
    problems: ['not-found', 'forbidden'],
    async handle({ caller, params, language, enter }) {
      const uuid = uuidOf('cap', params.captureID)
      const job = uuid.ok ? await enter((tx) => findJob(tx, uuid.value)) : undefined
      const verdict = may(caller, 'event.read-job', job ? { kind: 'owned', by: job.partyId } : { kind: 'missing' })
      if (!verdict.allowed) return refuse(refusalOf(verdict))
      return job ? ok({ status: 200, body: jobJson(job, language), headers: GS1_HEADERS }) : refuse({ code: 'not-found' })
    },
  })

/** In GS1's shape; the job was done before its sender could ask. */
function jobJson(job: CaptureJob, language: Language): z.input<typeof captureJob> {
  return {
    captureID: wireId('cap', job.uuid),
    createdAt: instantText(job.createdAt),
    finishedAt: instantText(job.finishedAt),
    running: false,
    success: job.faults.length === 0,
    captureErrorBehaviour: job.behaviour,
    errors: job.faults.map(({ pointer, code, detail }) => ({
      type: 'epcisException:ValidationException',
      title: inLanguage(TITLE, language),
      status: 400,
      detail: inLanguage(detail, language),
      pointer,
      code,
    })),
  }
}
const TITLE = { zh: '事件未被接收', en: 'The event was not captured' }
