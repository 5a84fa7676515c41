import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Post {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly at: number
  // biome-ignore lint/suspicious/noExplicitAny: what came is judged by the document, not by the compiler
  readonly event: any
}

type Manner = (request: IncomingMessage, response: ServerResponse, post: Post) => unknown

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x')

/** How endpoints of tenants behave, by the first part of their path; any other takes what comes. */
const manners: Readonly<Record<string, Manner>> = {
  slow: (_request, response) => setTimeout(() => response.end('at last'), 300),
  hang: () => {},
  drip(_request, response) {
    response.writeHead(200)
    const timer = setInterval(() => response.write('.'), 50)
    response.on('close', () => clearInterval(timer))
  },
  '500': (_request, response) => response.writeHead(500).end('no'),
  '410': (_request, response) => response.writeHead(410).end(),
  '429': (_request, response) => response.writeHead(429, { 'retry-after': '1' }).end(),
  '301': (_request, response) => response.writeHead(301, { location: '/followed' }).end(),
  cut(request, response) {
    response.writeHead(200, { 'content-length': '100' }).write('half')
    setTimeout(() => request.socket.destroy(), 20)
  },
  away: (request) => request.socket.destroy(),
  garbage: (request) => request.socket.end('\u0000 this is no HTTP\r\n\r\n'),
  huge(_request, response) {
    response.writeHead(200, { 'content-length': String(1024 * MEGABYTE.length) })
    const more = (): void => {
      while (!response.destroyed && response.write(MEGABYTE));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  },
}

/** A tenant's server that takes webhooks, each path in its own manner, and remembers them. */
export async function startWebhookReceiver() {
  const posts: Post[] = []
  const recovered = new Set<string>()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const { url: path = '', headers } = request
    const post = { path, headers, body, at: Date.now(), event: JSON.parse(body) }
    posts.push(post)
    const [, manner = ''] = path.split('/')
    if (recovered.has(path)) response.end('ok')
    else (manners[manner] ?? (() => response.end('ok')))(request, response, post)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What came to this path, oldest first. */
    at: (path: string): Post[] => posts.filter((post) => post.path === path),
    /** From now on this path takes what comes. */
    recover: (path: string) => void recovered.add(path),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export type WebhookReceiver = Awaited<ReturnType<typeof startWebhookReceiver>>
