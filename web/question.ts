// The whole question of a shipper, as the address bar holds it: reload, share and "back" give the same answer.
import type { Entrustment } from '#model'

/** The member that carries the entrustment as compact JSON. */
const MEMBER = 'q'

export function questionSearch(question: Entrustment, others: Readonly<Record<string, string>> = {}): string {
  return `?${new URLSearchParams({ [MEMBER]: JSON.stringify(question), ...others }).toString()}`
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function isLocation(value: unknown): boolean {
  if (!isRecord(value)) return false
  if (typeof value['placeId'] === 'string') return true
  const at = value['geographicalCoordinates']
  return isRecord(at) && typeof at['latitude'] === 'number' && typeof at['longitude'] === 'number'
}

/** Only what the page itself reads is looked at here; the server's answer judges the rest. */
function isQuestion(value: unknown): value is Entrustment {
  if (!isRecord(value)) return false
  const items = value['includedConsignmentItem']
  return (
    isLocation(value['carrierAcceptanceLocation']) &&
    isLocation(value['consigneeReceiptLocation']) &&
    typeof value['readyDateTime'] === 'string' &&
    typeof value['cargoFormCode'] === 'string' &&
    Array.isArray(items) &&
    items.length > 0 &&
    items.every((item) => isRecord(item) && isRecord(item['natureIdentificationCargo']) && typeof item['grossWeightKg'] === 'number')
  )
}

/** Undefined when the address holds no question, or a damaged one. */
export function readQuestion(search: string | URLSearchParams): Entrustment | undefined {
  const text = new URLSearchParams(search).get(MEMBER)
  if (text === null) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isQuestion(value) ? value : undefined
  } catch {
    return undefined
  }
}

const tokens = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

function put(target: unknown, path: readonly string[], value: unknown): unknown {
  const [head, ...rest] = path
  if (head === undefined) return value
  if (Array.isArray(target)) {
    const index = head === '-' ? target.length : Number(head)
    const changed = put(target[index], rest, value)
    return changed === undefined ? target.filter((_, i) => i !== index) : target.toSpliced(index, 1, changed)
  }
  const { [head]: before, ...others } = isRecord(target) ? target : {}
  const changed = put(before, rest, value)
  return changed === undefined ? others : { ...others, [head]: changed }
}

/** The question with one member changed; no value takes the member away (a limit lifted). */
export function relaxed(question: Entrustment, relaxation: { readonly pointer: string; readonly value?: unknown }): Entrustment {
  const changed = put(question, tokens(relaxation.pointer), relaxation.value ?? undefined)
  return isQuestion(changed) ? changed : question
}
