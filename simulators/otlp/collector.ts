import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ReceivedSpan, readSpans } from './spans.ts'

/** A collector of OpenTelemetry: OTLP over HTTP, protobuf, traces alone. */
export interface Collector {
  readonly url: string
  readonly spans: readonly ReceivedSpan[]
  /** Bodies as they came, for what nobody should find in them. */
  readonly bodies: readonly Buffer[]
  readonly headers: readonly IncomingHttpHeaders[]
  /** Answers the next requests with this status and takes nothing of them; 200 takes them. */
  status: number
  close(): Promise<void>
}

export async function startCollector(): Promise<Collector> {
  const spans: ReceivedSpan[] = []
  const bodies: Buffer[] = []
  const headers: IncomingHttpHeaders[] = []
  const told = { status: 200 }
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    headers.push(request.headers)
    bodies.push(body)
    if (request.method !== 'POST' || request.url !== '/v1/traces') return void response.writeHead(404).end()
    if (request.headers['content-type'] !== 'application/x-protobuf') return void response.writeHead(415).end()
    if (told.status !== 200) return void response.writeHead(told.status).end()
    try {
      spans.push(...readSpans(body))
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
    } catch (error) {
      response.writeHead(400).end((error as Error).message)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans, bodies, headers },
    get status() {
      return told.status
    },
    set status(status) {
      told.status = status
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
