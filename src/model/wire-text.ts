// Text and figures as callers write them, and what is wrong with them in both languages: zod's own messages have one.
import { z } from 'zod'
import type { Text } from '#kernel'

/** What a refinement hands to the window along with zod's issue: our code and the sentence after the member's name. */
export interface Complaint {
  readonly code: string
  readonly detail: Text
}
export const complaint = (code: string, zh: string, en: string): { error: string; params: { complaint: Complaint } } => ({
  error: en,
  params: { complaint: { code, detail: { zh, en } } },
})

/** Controls and line separators; what reorders the text a person reads; halves of a character, which no database keeps. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u
export const isPlain = (text: string): boolean => !UNPRINTABLE.test(text)
const notPlain = complaint(
  'wrong-type',
  '含有不可用的字符（控制字符、改变文字方向的字符或残缺的字符）',
  'contains characters that are not allowed (control characters, direction overrides or half characters)',
)

/** Trimmed and normalised text that a person can read as it was written. */
export const plainText = (minimum: number, maximum: number) =>
  z.string().trim().min(minimum).max(maximum).normalize().refine(isPlain, notPlain)
/** A code of somebody else's, kept as it came. */
export const plainCode = (maximum: number) => z.string().max(maximum).refine(isPlain, notPlain)

/** A page's size in a query: digits only, so that 1e2, 0x10 and an empty value are not sizes. */
export const pageLimit = z
  .preprocess((value, context) => {
    if (value === undefined || typeof value === 'number') return value
    if (typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value)
    context.addIssue({ code: 'invalid_type', expected: 'int', input: value })
    return z.NEVER
  }, z.int().min(1).max(200).default(50))
  // Once more outside, where the member may be absent; the inner one is what OpenAPI shows.
  .default(50)
