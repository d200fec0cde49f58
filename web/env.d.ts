// What Vite adds to imports.
/// <reference types="vite/client" />
declare module '*.po' {
  import type { Messages } from '@lingui/core'
  export const messages: Messages
}
/** Babel ships no types; the build uses this one function. */
declare module '@babel/core' {
  export function transformAsync(
    code: string,
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly code: string; readonly map: string }>
}
/** The kit's narrow doors, typed by its main one: its files are not laid out for NodeNext. */
declare module 'antd/es/button' {
  export { Button as default } from 'antd'
}
declare module 'antd/es/input/Input' {
  export { Input as default } from 'antd'
}
declare module 'antd/es/config-provider' {
  export { ConfigProvider as default } from 'antd'
}
declare module 'antd/es/theme' {
  export { theme as default } from 'antd'
}
