// `yidan verify`: is this bill genuine? Offline with the issuer's keys; without them they are fetched from the issuer's own address.
import { inLanguage, ok, refuse, type Result, type Text } from '#kernel'
import { didDocument, didDocumentUrl, extractVcFromPdf, isPdf, type VerifiedBill, verifyBill } from '#model'
import { z } from 'zod'
import { EXIT } from './exit.ts'
import { readBytes, textOf } from './files.ts'
import { sayIn } from './language.ts'
import type { CommandContext } from './run.ts'

export interface VerifyOptions {
  readonly issuer?: string
  readonly json?: true
}

/** Why it is not genuine, or why nothing can be told. */
interface Finding {
  readonly exit: number
  readonly code: string
  readonly reason: Text
}

export async function verifyCommand(path: string, options: VerifyOptions, context: CommandContext): Promise<number> {
  const { terminal, language } = context
  const bytes = await readBytes(path, context)
  if (!bytes.ok) return bytes.error
  const judged = await judge(bytes.value, options, context)
  if (judged.ok) {
    terminal.out(
      options.json === true ? JSON.stringify({ genuine: true, ...judged.value }, undefined, 2) : genuineText(judged.value, context),
    )
    return EXIT.done
  }
  if (typeof judged.error === 'number') return judged.error
  const { exit, code, reason } = judged.error
  const detail = inLanguage(reason, language)
  const verdict = exit === EXIT.notProven ? sayIn(language)('无法核验', 'Not proven') : sayIn(language)('不是真单', 'NOT genuine')
  if (options.json === true)
    terminal.out(JSON.stringify({ genuine: exit === EXIT.notProven ? 'not-proven' : false, code, detail }, undefined, 2))
  terminal.complain(`${verdict}: ${detail} [${code}]`)
  return exit
}

type Judged = Result<VerifiedBill, number | Finding>

async function judge(bytes: Uint8Array, { issuer }: VerifyOptions, context: CommandContext): Promise<Judged> {
  const carried = isPdf(bytes) ? await extractVcFromPdf(bytes) : ok(textOf(bytes).trim())
  if (!carried.ok) return refuse({ exit: EXIT.notGenuine, code: 'not-a-bill', reason: carried.error })
  const keys = await issuerKeys(carried.value, issuer, context)
  if (!keys.ok) return keys
  const verified = await verifyBill(carried.value, keys.value, { now: Temporal.Now.instant() })
  return verified.ok ? verified : refuse({ exit: EXIT.notGenuine, code: verified.error.code, reason: verified.error })
}

const keySet = z.object({ keys: z.array(z.unknown()).min(1) })
type Keys = Parameters<typeof verifyBill>[1]

/** A file with a DID document or a set of public keys; else a did:web, by default the one the bill itself names. */
async function issuerKeys(bill: string, issuer: string | undefined, context: CommandContext): Promise<Result<Keys, number | Finding>> {
  if (issuer === undefined || issuer.startsWith('did:')) {
    const did = issuer ?? claimedIssuer(bill)
    // What names no issuer is no bill; the judge says in its own words why.
    return did === undefined ? ok([]) : fetchKeys(did)
  }
  const file = await readBytes(issuer, context)
  if (!file.ok) return file
  const read = readKeys(textOf(file.value))
  if (read !== undefined) return ok(read)
  context.terminal.complain(
    context.say(`${issuer} 不是 DID 文档,也不是公钥集`, `${issuer} is neither a DID document nor a set of public keys`),
  )
  return refuse(EXIT.usage)
}

function readKeys(text: string): Keys | undefined {
  const json = parsed(text)
  const set = keySet.safeParse(json)
  if (set.success) return set.data.keys
  const document = didDocument.safeParse(json)
  return document.success ? document.data : undefined
}

const TIMEOUT_MILLISECONDS = 10_000
const MOST_CHARACTERS = 1_000_000

async function fetchKeys(did: string): Promise<Result<Keys, Finding>> {
  const unreachable = (why: string): { readonly ok: false; readonly error: Finding } =>
    refuse({
      exit: EXIT.notProven,
      code: 'issuer-not-reachable',
      reason: {
        zh: `取不到签发方 ${did} 的公钥(${why});可用 --issuer 指定其 did.json 文件离线核验。`,
        en: `The keys of the issuer ${did} cannot be had (${why}); with --issuer and its did.json as a file it can be verified offline.`,
      },
    })
  const url = didDocumentUrl(did)
  if (url === undefined) return unreachable('did:web')
  try {
    // No redirects: the keys are those that stand at the issuer's own address.
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      headers: { accept: 'application/json' },
    })
    const text = await response.text()
    const keys = response.ok && text.length <= MOST_CHARACTERS ? readKeys(text) : undefined
    return keys === undefined ? unreachable(`HTTP ${response.status}`) : ok(keys)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return unreachable(cause instanceof Error ? cause.message : String(cause))
  }
}

/** Said by the file, so believed by nobody yet: it only tells whose keys to ask for. */
function claimedIssuer(bill: string): string | undefined {
  const [, payload = ''] = bill.split('.')
  const claims = z.object({ iss: z.string() }).safeParse(parsed(Buffer.from(payload, 'base64url').toString()))
  return claims.success ? claims.data.iss : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function genuineText(bill: VerifiedBill, { language }: CommandContext): string {
  const say = sayIn(language)
  const { shipper, consignee, issuingParty } = bill.documentParties
  const goods = bill.consignment.includedConsignmentItem.map(
    (item) => `${item.natureIdentificationCargo.identificationText} ${item.grossWeightKg} kg`,
  )
  return [
    say(`真单:多式联运单 ${bill.transportDocumentReference}`, `Genuine: multimodal bill ${bill.transportDocumentReference}`),
    `  ${say('签名方', 'Signed by')}  ${bill.issuer}`,
    `  ${say('签发', 'Issued')}  ${bill.issueDate}  ${issuingParty.name}`,
    `  ${say('托运人', 'Shipper')}  ${shipper.name}`,
    `  ${say('收货人', 'Consignee')}  ${consignee.name}`,
    `  ${say('货单', 'Consignment')}  ${bill.consignment.consignmentNumber}`,
    `  ${say('货物', 'Goods')}  ${goods.join('; ')}`,
    `  ${say('校验和', 'Checksum')}  ${bill.transportDocumentChecksum}`,
    say(
      `签名只说明签发时的内容;现在由谁持单,见 ${bill.url}`,
      `The signature tells what was issued; who holds it now stands at ${bill.url}`,
    ),
  ].join('\n')
}
