import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Visit {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

type Answer = { readonly status?: number; readonly body?: string; readonly afterMs?: number } | 'hang_up'

/** A tenant's own service: what it was asked, and answers that a test sets; the last one stays. */
export async function startToolServer() {
  const visits: Visit[] = []
  let answers: Answer[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    visits.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    const answer: Answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { body: '{}' }
    if (answer === 'hang_up') return request.socket.destroy()
    if (answer.afterMs !== undefined) await new Promise((resolve) => setTimeout(resolve, answer.afterMs))
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.body ?? '')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    visits,
    answers(...next: Answer[]) {
      answers = next
      visits.length = 0
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export type ToolServer = Awaited<ReturnType<typeof startToolServer>>
