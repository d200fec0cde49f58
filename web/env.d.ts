// What Vite adds to imports.
/// <reference types="vite/client" />
declare module '*.po' {
  import type { Messages } from '@lingui/core'
  export const messages: Messages
}
/** Babel ships no types; the build uses this one function. */
declare module '@babel/core' {
  export function transformAsync(code: string, options: Readonly<Record<string, unknown>>): Promise<{ readonly code: string; readonly map: string }>
}
