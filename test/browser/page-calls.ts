// Asking the window from inside a page, in the page's own session; a refusal is an answer here.
import type { Page } from 'playwright-core'

/** A request of the page's own session, in the page's own name. */
export const call = (
  page: Page,
  line: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> =>
  page.evaluate(
    async ([line, text]) => {
      const [method = 'GET', path = '/'] = (line ?? '').split(' ')
      const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join('-')
      const headers = { 'idempotency-key': key, ...(text === null ? {} : { 'content-type': 'application/json' }) }
      const response = await fetch(path, { method, headers, ...(text === null ? {} : { body: text ?? '' }) })
      return { status: response.status, body: await response.json() }
    },
    [line, body === undefined ? null : JSON.stringify(body)] as const,
  )
