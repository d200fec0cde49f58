// Runs the check in this browser: the signed text and the issuer's keys in, the verdict out. Nothing that is checked leaves the machine.
import type { Text } from '#kernel'
import type { VerifiedBill } from '#model'

export type Verdict =
  | { readonly kind: 'genuine'; readonly bill: VerifiedBill; readonly jwt: string }
  | { readonly kind: 'doubtful'; readonly why: Text; readonly code: string }
  /** The keys could not be had: neither genuine nor not. */
  | { readonly kind: 'unknown' }

/** The keys of this window, remembered so that a second file is checked with the network gone. */
let known: unknown
async function keysOfThisWindow(): Promise<unknown> {
  try {
    const response = await fetch('/.well-known/did.json', { headers: { accept: 'application/json' } })
    if (response.ok) known = await response.json()
  } catch {
    // Offline: the keys of before do.
  }
  return known
}

/** Fetched ahead, so that the line may go before the file comes. */
export const prepare = async (): Promise<boolean> => {
  const [keys] = await Promise.all([keysOfThisWindow(), import('./proof-parts.ts')])
  return keys !== undefined
}

/** What a person pastes has line breaks; what is signed has none. */
const unwrapped = (text: string): string => text.replaceAll(/\s+/g, '')

export async function checkText(text: string, givenKeys?: string): Promise<Verdict> {
  const { didDocument, verifyBill } = await import('./proof-parts.ts')
  const keys = givenKeys === undefined ? await keysOfThisWindow() : parsed(givenKeys)
  const document = didDocument.safeParse(keys)
  if (!document.success) return givenKeys === undefined ? { kind: 'unknown' } : { kind: 'doubtful', why: NO_KEYS, code: 'no-keys' }
  const jwt = unwrapped(text)
  const checked = await verifyBill(jwt, document.data, { now: Temporal.Now.instant() })
  return checked.ok ? { kind: 'genuine', bill: checked.value, jwt } : { kind: 'doubtful', why: checked.error, code: checked.error.code }
}

export async function checkFile(file: Blob, givenKeys?: string): Promise<Verdict> {
  const { extractVcFromPdf, isPdf } = await import('./proof-parts.ts')
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (!isPdf(bytes)) return checkText(new TextDecoder().decode(bytes), givenKeys)
  const found = await extractVcFromPdf(bytes)
  return found.ok ? checkText(found.value, givenKeys) : { kind: 'doubtful', why: found.error, code: 'no-attachment' }
}

const NO_KEYS: Text = { zh: '所给的密钥不是 DID 文档。', en: 'The keys given are not a DID document.' }
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
