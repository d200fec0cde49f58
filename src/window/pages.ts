// The window's own small pages: alive, ready, state of each part, what a problem code means.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inLanguage, type Text } from '#kernel'
import type { ProblemRow } from '#model'
import { languageFor, sendRefusal, type WindowContext } from './context.ts'

export interface PartState {
  readonly state: 'OK' | 'DEGRADED' | 'DOWN'
  readonly detail: Text
}
/** One line of /status; the window is ready when every required part is not DOWN. */
export interface Part {
  readonly name: string
  readonly title: Text
  readonly required: boolean
  readonly check: () => Promise<PartState>
}

type Checked = Part & PartState

export function mountPages(app: FastifyInstance, context: WindowContext, parts: readonly Part[]): void {
  app.get('/healthz', (_, reply) => fresh(reply).type('text/plain; charset=utf-8').send('ok\n'))
  app.get('/readyz', async (request, reply) => {
    const checked = await checkAll(parts)
    const missing = checked.filter((part) => part.required && part.state === 'DOWN')
    if (missing.length === 0) return fresh(reply).type('text/plain; charset=utf-8').send('ready\n')
    const names = (language: 'zh' | 'en'): string => missing.map((part) => part.title[language]).join(', ')
    return sendRefusal(context, request, reply, {
      code: 'unavailable',
      detail: { zh: `尚未就绪:${names('zh')}`, en: `Not ready: ${names('en')}` },
    })
  })
  app.get('/status', async (request, reply) => sendStatus(request, fresh(reply), await checkAll(parts)))
  app.get<{ Params: { code: string } }>('/problems/:code', (request, reply) => {
    const { code } = request.params
    const problem = Object.hasOwn(context.problems, code) ? context.problems[code] : undefined
    return problem === undefined ? sendRefusal(context, request, reply, { code: 'not-found' }) : sendProblem(request, reply, problem)
  })
}

const fresh = (reply: FastifyReply): FastifyReply => reply.header('cache-control', 'no-store')

const checkAll = (parts: readonly Part[]): Promise<Checked[]> =>
  Promise.all(
    parts.map(async (part) => ({
      ...part,
      ...(await part.check().catch(() => ({ state: 'DOWN' as const, detail: { zh: '检查失败', en: 'the check failed' } }))),
    })),
  )

/** The first of ours that the caller names; programs that name none get text. */
function formOf(request: FastifyRequest): 'json' | 'html' | 'text' {
  const accept = request.headers.accept ?? ''
  const places = { html: accept.indexOf('text/html'), json: accept.search(/application\/(\w+\+)?json/), text: accept.indexOf('text/plain') }
  const named = Object.entries(places)
    .filter(([, at]) => at >= 0)
    .toSorted(([, a], [, b]) => a - b)[0]?.[0]
  return named === 'html' || named === 'json' ? named : 'text'
}

function sendStatus(request: FastifyRequest, reply: FastifyReply, checked: readonly Checked[]): FastifyReply {
  const line = ({ title, state, detail }: Checked): string => `${state.padEnd(8)} ${title.zh} ${title.en}: ${detail.zh} · ${detail.en}`
  switch (formOf(request)) {
    case 'json':
      return reply.send({ parts: checked.map(({ name, title, state, detail }) => ({ name, title, state, detail })) })
    case 'html':
      return sendPage(
        reply,
        '状态 · Status',
        `<table>${checked.map((part) => `<tr><td class="${part.state}">${part.state}</td><td>${both(part.title)}</td><td>${both(part.detail)}</td></tr>`).join('')}</table>`,
      )
    case 'text':
      return reply.type('text/plain; charset=utf-8').send(`${checked.map(line).join('\n')}\n`)
  }
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: ProblemRow): FastifyReply {
  if (formOf(request) === 'html') return sendPage(reply, problem.code, `<p>HTTP ${problem.status}</p><p>${both(problem.title)}</p>`)
  return reply.header('vary', 'Accept, Accept-Language').send({
    type: `/problems/${problem.code}`,
    code: problem.code,
    status: problem.status,
    title: inLanguage(problem.title, languageFor(request)),
    titles: problem.title,
  })
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const both = ({ zh, en }: Text): string => `<span lang="zh-CN">${escaped(zh)}</span><br><span lang="en">${escaped(en)}</span>`

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:48rem;margin:3rem auto;padding:0 1rem}td{padding:.4rem 1rem .4rem 0;vertical-align:top;border-bottom:1px solid #8884}.OK{color:#2a7d2a}.DOWN{color:#c22}.DEGRADED{color:#a60}'

export function sendPage(reply: FastifyReply, title: string, inner: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('vary', 'Accept')
    .send(
      `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)} · 一单 Yidan</title><style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1>${inner}<p><a href="/">一单 Yidan</a></p></main></body></html>`,
    )
}
