// stub
import type { Exclusion } from '#model'
export interface Explained extends Exclusion { readonly relaxation?: { readonly pointer: string; readonly value?: unknown } }
export function explain(..._: unknown[]): Explained[] { return [] }
