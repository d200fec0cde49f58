// The built web: files with a hash in their name for ever, the page itself always asked for anew.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sendPage } from './pages.ts'

export async function mountWeb(app: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined || !existsSync(join(folder, 'index.html'))) {
    app.get('/', (_, reply) =>
      sendPage(
        reply,
        '一单 Yidan',
        '<p lang="zh-CN">网页尚未构建;接口见 <a href="/openapi.json">/openapi.json</a>。</p><p lang="en">The web is not built; the interface is at <a href="/openapi.json">/openapi.json</a>.</p>',
      ),
    )
    return
  }
  await app.register(import('@fastify/static'), {
    root: folder,
    index: false,
    preCompressed: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  })
  app.get('/', (_, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html'))
}

/** Any address a person opens is the page's own to explain; programs and missing files get a problem. */
export function sendsWeb(request: FastifyRequest, folder: string | undefined): boolean {
  const path = request.url.split('?', 1)[0] ?? ''
  const asks = (request.method === 'GET' || request.method === 'HEAD') && (request.headers.accept ?? '').includes('text/html')
  return asks && folder !== undefined && !/^\/(v1|epcis|assets)(\/|$)/.test(path) && existsSync(join(folder, 'index.html'))
}
