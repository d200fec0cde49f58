// The window as the terminal asks it: typed by its own route rows, problems and silence as values.
import { z } from 'zod'
import { ok, refuse, type Language, type Result } from '#kernel'
import type { Api } from '#window'

export type Route = keyof Api
export type Question<R extends Route> = Omit<
  { readonly [K in keyof Api[R] as Api[R][K] extends undefined ? never : K]: Api[R][K] },
  'answer'
>

const problem = z.object({
  code: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string().optional(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
})
export type Problem = z.output<typeof problem>
export type Failure = { readonly kind: 'problem'; readonly problem: Problem } | { readonly kind: 'not-reachable'; readonly reason: string }

export interface WindowClient {
  readonly url: string
  ask<R extends Route>(route: R, question: Question<R>): Promise<Result<Api[R]['answer'], Failure>>
}

export function windowClient(url: string, language: Language): WindowClient {
  return {
    url,
    ask: async (route, question) => {
      const { params, query, body } = parts.parse(question)
      const [method = 'GET', path = ''] = route.split(' ')
      const address = new URL(
        url.replace(/\/$/, '') + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(params?.[name]))),
      )
      for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) address.searchParams.set(name, text(value))
      return send(address, {
        method,
        headers: {
          accept: 'application/json',
          'accept-language': language,
          ...(method === 'POST' ? { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() } : {}),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    },
  }
}

const parts = z.object({
  params: z.record(z.string(), z.unknown()).optional(),
  query: z.record(z.string(), z.unknown()).optional(),
  body: z.unknown().optional(),
})

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

async function send<T>(address: URL, request: RequestInit): Promise<Result<T, Failure>> {
  let response: Response
  try {
    response = await fetch(address, request)
  } catch (error) {
    return refuse({ kind: 'not-reachable', reason: reasonOf(error) })
  }
  const received = await response.text()
  let json: unknown
  try {
    json = JSON.parse(received)
  } catch {
    return refuse({ kind: 'not-reachable', reason: `HTTP ${response.status}` })
  }
  // Our own window's answer by our own route rows; a foreign server's is told by its missing problem.
  if (response.ok) return ok(json as T)
  const read = problem.safeParse(json)
  return refuse(read.success ? { kind: 'problem', problem: read.data } : { kind: 'not-reachable', reason: `HTTP ${response.status}` })
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error instanceof Error ? error.message : String(error)
}
