// Figures as people read them, in the language of the window. Money stays whole minor units until it is text.
import { type Language, minorDigits } from '#kernel'

interface MoneyJson {
  readonly minor: string
  readonly currency: string
}

/** "51992500" of CNY → "519925.00": exact at any size, as no float could be. */
export function majorText(amount: MoneyJson): string {
  const digits = minorDigits(amount.currency)
  const negative = amount.minor.startsWith('-')
  const bare = (negative ? amount.minor.slice(1) : amount.minor).padStart(digits + 1, '0')
  const whole = bare.slice(0, bare.length - digits)
  return `${negative ? '-' : ''}${whole}${digits > 0 ? `.${bare.slice(-digits)}` : ''}`
}

/** "1234.5" → "123450"; undefined when it is no amount of this currency. */
export function minorText(major: string, currency: string): string | undefined {
  const digits = minorDigits(currency)
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(major.trim().replaceAll(/[,\s]/g, ''))
  const fraction = match?.[2] ?? ''
  if (match?.[1] === undefined || fraction.length > digits) return undefined
  return (match[1] + fraction.padEnd(digits, '0')).replace(/^0+(?=\d)/, '')
}

const exact = (text: string): Intl.StringNumericLiteral => text as Intl.StringNumericLiteral

export function moneyText(amount: MoneyJson, language: Language, cents = true): string {
  const digits = cents ? minorDigits(amount.currency) : 0
  // "$" alone would be any of five dollars, and "¥" also the yen.
  const display = amount.currency === 'CNY' ? 'narrowSymbol' : amount.currency === 'EUR' ? 'symbol' : 'code'
  const options = {
    style: 'currency',
    currency: amount.currency,
    currencyDisplay: display,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  } as const
  return new Intl.NumberFormat(language, options).format(exact(majorText(amount)))
}

export const numberText = (value: number, language: Language, digits = 0): string =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)

export const percentText = (share: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: share > 0.99 && share < 1 ? 1 : 0 }).format(share)

export function emissionText(grams: number, language: Language): string {
  if (Math.abs(grams) >= 1_000_000) return `${numberText(grams / 1_000_000, language, 2)} t`
  return `${numberText(grams / 1000, language, grams < 10_000 ? 1 : 0)} kg`
}

export const minutesBetween = (from: string, to: string): number =>
  (Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds) / 60_000

export const daysText = (minutes: number, language: Language): string => numberText(minutes / 1440, language, 1)

/** "+08:00" → "UTC+8", "+05:30" → "UTC+5:30". */
export function offsetText(zoned: Temporal.ZonedDateTime): string {
  const [hours = '+0', minutes = '00'] = zoned.offset.split(':')
  const short = hours.replace(/^([+-])0/, '$1')
  if (short === '+0' && minutes === '00') return 'UTC'
  return `UTC${short.replace('-', '−')}${minutes === '00' ? '' : `:${minutes}`}`
}

/** Local wall time of a place with its offset: every foreign time says whose clock it is. */
export function localTime(instant: string, timeZone: string): { readonly day: string; readonly clock: string; readonly offset: string } {
  const zoned = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone)
  const two = (value: number): string => String(value).padStart(2, '0')
  return { day: `${two(zoned.month)}-${two(zoned.day)}`, clock: `${two(zoned.hour)}:${two(zoned.minute)}`, offset: offsetText(zoned) }
}

export function localText(instant: string, timeZone: string): string {
  const { day, clock, offset } = localTime(instant, timeZone)
  return `${day} ${clock} (${offset})`
}
