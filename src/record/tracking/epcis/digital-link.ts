// GS1 keys as canonical Digital Link addresses, the one spelling that the event hash of CBV 2.0 knows (CBV 2.0 §8.9).

/** A key as an EPC URN writes it: company prefix and reference together have a fixed number of digits. */
interface KeyForm {
  readonly ai: string
  /** Digits of prefix and reference together, without the check digit. */
  readonly digits: number
  /** The first digit of the reference leads (indicator of a GTIN, extension digit of an SSCC). */
  readonly leadingReference?: true
  /** Digits before the key (the 0 before a GRAI). */
  readonly padding?: string
  /** What follows after the key's own dot, and how the address writes it. */
  readonly serial?: { readonly pattern: RegExp; readonly after: string; readonly optional?: string }
}

const XCHAR = String.raw`(?:%[2-7][0-9A-Fa-f]|[!')(*+,\-.0-9:;=A-Za-z_])`
const serial = (length: number): RegExp => new RegExp(`^${XCHAR}{1,${length}}$`)
const DIGITS_12 = /^\d{1,12}$/

const KEYS: ReadonlyMap<string, KeyForm> = new Map([
  ['id:sgtin', { ai: '01', digits: 13, leadingReference: true, serial: { pattern: serial(20), after: '/21/' } }],
  ['id:sscc', { ai: '00', digits: 17, leadingReference: true }],
  ['id:sgln', { ai: '414', digits: 12, serial: { pattern: serial(20), after: '/254/', optional: '0' } }],
  ['id:grai', { ai: '8003', digits: 12, padding: '0', serial: { pattern: serial(16), after: '' } }],
  ['id:gsrn', { ai: '8018', digits: 17 }],
  ['id:gsrnp', { ai: '8017', digits: 17 }],
  ['id:gdti', { ai: '253', digits: 12, serial: { pattern: serial(20), after: '' } }],
  ['id:sgcn', { ai: '255', digits: 12, serial: { pattern: DIGITS_12, after: '' } }],
  ['id:gsin', { ai: '402', digits: 16 }],
  ['id:upui', { ai: '01', digits: 13, leadingReference: true, serial: { pattern: serial(28), after: '/235/' } }],
  ['id:pgln', { ai: '417', digits: 12 }],
  ['class:lgtin', { ai: '01', digits: 13, leadingReference: true, serial: { pattern: serial(20), after: '/10/' } }],
] satisfies [string, KeyForm][])
/** Patterns that stand for a whole class end in ".*", which the address leaves out. */
const CLASSES: ReadonlyMap<string, string> = new Map([
  ['idpat:sgtin', 'id:sgtin'],
  ['idpat:grai', 'id:grai'],
  ['idpat:gdti', 'id:gdti'],
  ['idpat:sgcn', 'id:sgcn'],
  ['idpat:upui', 'id:upui'],
])

/** The check digit of any GS1 key: threes from the right. */
export function gs1CheckDigit(digits: string): string {
  let sum = 0
  for (let i = 0; i < digits.length; i++) sum += Number(digits.charAt(digits.length - 1 - i)) * (i % 2 === 0 ? 3 : 1)
  return String((10 - (sum % 10)) % 10)
}

/** A GS1 key, as EPC URN or as Digital Link of whatever host, as https://id.gs1.org/…; nothing when it is none. */
export function canonicalDigitalLink(uri: string): string | undefined {
  const urn = /^urn:epc:((?:id|idpat|class):[a-z]+):(.+)$/.exec(uri)
  if (urn !== null) return fromUrn(urn[1] ?? '', urn[2] ?? '')
  return /^https?:\/\//.test(uri) ? fromAddress(uri) : undefined
}

function fromUrn(scheme: string, body: string): string | undefined {
  const [prefix = '', ...rest] = body.split('.')
  if (!/^\d{6,12}$/.test(prefix) || rest.length === 0) return undefined
  if (scheme === 'id:giai' || scheme === 'id:ginc') return freeReference(scheme === 'id:giai' ? '8004' : '401', prefix, rest.join('.'))
  if (scheme === 'id:cpi' || scheme === 'idpat:cpi') return component(scheme, prefix, rest)
  if (scheme === 'id:itip' || scheme === 'idpat:itip') return tradeItemPiece(prefix, rest)
  const wild = CLASSES.get(scheme)
  if (wild !== undefined && (rest.length !== 2 || rest[1] !== '*')) return undefined
  const form = KEYS.get(wild ?? scheme)
  if (form === undefined) return undefined
  const key = keyOf(form, prefix, rest[0] ?? '')
  if (key === undefined) return undefined
  const address = `https://id.gs1.org/${form.ai}/${key}`
  if (wild !== undefined) return address
  const after = rest.slice(1).join('.')
  if (form.serial === undefined) return rest.length === 1 ? address : undefined
  if (!form.serial.pattern.test(after)) return undefined
  return after === form.serial.optional ? address : `${address}${form.serial.after}${percentEncoded(after)}`
}

function keyOf({ digits, leadingReference, padding = '' }: KeyForm, prefix: string, reference: string): string | undefined {
  if (!/^\d*$/.test(reference) || prefix.length + reference.length !== digits) return undefined
  const raw = leadingReference === true ? `${reference.slice(0, 1)}${prefix}${reference.slice(1)}` : `${padding}${prefix}${reference}`
  return raw + gs1CheckDigit(raw)
}

function freeReference(ai: string, prefix: string, reference: string): string | undefined {
  return serial(30 - prefix.length).test(reference) ? `https://id.gs1.org/${ai}/${prefix}${percentEncoded(reference)}` : undefined
}

function component(scheme: string, prefix: string, rest: readonly string[]): string | undefined {
  const [reference = '', number = ''] = rest
  if (rest.length !== 2 || !/^(?:%[2-5][0-9A-Fa-f]|[0-9A-Z-]){1,24}$/.test(reference)) return undefined
  const address = `https://id.gs1.org/8010/${prefix}${percentEncoded(reference)}`
  if (scheme === 'idpat:cpi') return number === '*' ? address : undefined
  return DIGITS_12.test(number) ? `${address}/8011/${number}` : undefined
}

function tradeItemPiece(prefix: string, [reference = '', piece = '', total = '', ...rest]: readonly string[]): string | undefined {
  const key = keyOf({ ai: '01', digits: 13, leadingReference: true }, prefix, reference)
  if (key === undefined || !/^\d{2}$/.test(piece) || !/^\d{2}$/.test(total)) return undefined
  const address = `https://id.gs1.org/8006/${key}${piece}${total}`
  const number = rest.join('.')
  if (number === '*') return address
  return serial(20).test(number) ? `${address}/21/${percentEncoded(number)}` : undefined
}

/** What a Digital Link must not carry bare (GS1 Digital Link, table 7-1); the rest cannot stand in an EPC URN. */
const percentEncoded = (text: string): string =>
  text.replaceAll(/[!()*+,:]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)

// --- addresses ----------------------------------------------------------------------------------------------------

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['gtin', '01'],
  ['itip', '8006'],
  ['cpid', '8010'],
  ['gln', '414'],
  ['party', '417'],
  ['gsrnp', '8017'],
  ['gsrn', '8018'],
  ['gcn', '255'],
  ['sscc', '00'],
  ['gdti', '253'],
  ['ginc', '401'],
  ['gsin', '402'],
  ['grai', '8003'],
  ['giai', '8004'],
  ['cpv', '22'],
  ['lot', '10'],
  ['ser', '21'],
])
const WORD = String.raw`["'\-.0-9;:<=>?A-Z_a-z]`
/** What a canonical address may look like after its key's number; the last qualifier names the finest level. */
const SHAPES: readonly RegExp[] = [
  /^00\/\d{18}$/,
  new RegExp(String.raw`^01\/\d{14}(?:\/21\/${WORD}{0,20}|\/10\/${WORD}{0,20}|\/235\/${WORD}{0,28})?$`),
  new RegExp(String.raw`^253\/\d{13}${WORD}{0,17}$`),
  /^255\/\d{13}\d{0,12}$/,
  new RegExp(String.raw`^401\/${WORD}{0,30}$`),
  /^402\/\d{17}$/,
  new RegExp(String.raw`^414\/\d{13}(?:\/254\/${WORD}{0,20})?$`),
  /^417\/\d{13}$/,
  new RegExp(String.raw`^8003\/\d{14}${WORD}{0,16}$`),
  new RegExp(String.raw`^8004\/${WORD}{0,30}$`),
  new RegExp(String.raw`^8006\/\d{18}(?:\/(?:21|10)\/${WORD}{0,20})?$`),
  /^8010\/[#\-/0-9A-Z]{0,30}(?:\/8011\/\d{0,12})?$/,
  /^801[78]\/\d{18}$/,
]
const PRIMARY = new Set(['01', '8006', '8010', '414', '417', '8017', '8018', '255', '00', '253', '401', '402', '8003', '8004'])

function fromAddress(uri: string): string | undefined {
  const path = uri
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
    .split('/')
    .slice(3)
  const names = path.map((part) => SHORT_NAMES.get(part) ?? part)
  // The key is the last pair, or the last but one when a qualifier follows, as the standard builds the path.
  const start = names.findIndex((name, index) => PRIMARY.has(name) && /^\d{4}/.test(names[index + 1] ?? ''))
  if (start < 0) return undefined
  const [ai = '', number = '', ...qualifiers] = names.slice(start)
  if (qualifiers.length % 2 !== 0) return undefined
  const key = ai === '01' && /^(\d{8}|\d{12}|\d{13})$/.test(number) ? number.padStart(14, '0') : number
  const kept = finest(qualifiers)
  const canonical = [ai, key, ...kept].join('/')
  return SHAPES.some((shape) => shape.test(canonical)) ? `https://id.gs1.org/${canonical}` : undefined
}

/** Only the finest level identifies: a serial makes the lot superfluous, a consumer variant never counts. */
function finest(qualifiers: readonly string[]): readonly string[] {
  const pairs: (readonly [string, string])[] = []
  for (let i = 0; i + 1 < qualifiers.length; i += 2) pairs.push([qualifiers[i] ?? '', qualifiers[i + 1] ?? ''])
  const without = pairs.filter(([name]) => name !== '22')
  const serials = without.some(([name]) => name === '21')
  return without.filter(([name]) => !serials || name !== '10').flat()
}
