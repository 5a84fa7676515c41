import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline, Readable } from 'node:stream'
import { FAULT_HEADER, FAULT_PARAMETER, type Fault, Faults } from './faults.ts'
import { LiveCalls } from './live-calls.ts'
import { type Answered, RestMock, refusal } from './rest-mock.ts'
import { urlOf } from './routes.ts'
import { Sessions } from './sessions.ts'
import { Store } from './store.ts'
import { VoiceMock } from './voice-mock.ts'

export interface Mock {
  /** Of REST and of the socket. */
  readonly url: string
  close(): Promise<void>
}

export interface MockOptions {
  /** 0 is any free one. */
  readonly port?: number
  readonly host?: string
  /** What the first request of each operation, and each call, meets in turn. */
  readonly faults?: readonly Fault[]
  /** How long a call waits for a client whose socket was lost. */
  readonly resumeGraceMs?: number
}

const MAX_BODY = 1024 * 1024

/** The REST API and the realtime socket, out of the documents alone; what is made is kept until it is closed. */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 0, host = '127.0.0.1', faults = [], resumeGraceMs = 20_000 } = options
  const store = new Store()
  const sessions = new Sessions()
  const rest = new RestMock(store, sessions)
  const voice = new VoiceMock(new LiveCalls(store, sessions, resumeGraceMs), new Faults(faults))
  const planned = new Faults(faults)
  const server = createServer((request, response) => {
    // A client that leaves in the middle of its request ends that request alone.
    answer(rest, planned, request, response).catch((error) => response.writeHead(500).end(String(error)))
  })
  server.on('upgrade', (request, socket, head) => voice.upgrade(request, socket, head))
  server.listen(port, host)
  await once(server, 'listening')
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      voice.close()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  rest: RestMock,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = urlOf(request.url)
  if (url === null) return void response.writeHead(400).end()
  const asked = request.headers[FAULT_HEADER] ?? url.searchParams.get(FAULT_PARAMETER)
  url.searchParams.delete(FAULT_PARAMETER)
  const method = request.method ?? 'GET'
  const text = await bodyOf(request)
  if (text === null) return void response.writeHead(413).end()
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]))
  const send = ({ status, headers: sent, text: body }: Answered): void => {
    response.writeHead(status, sent)
    if (body instanceof Readable) pipeline(body, response, () => {})
    else response.end(body)
  }
  let fault: Fault | null
  try {
    fault = faults.next(`${method} ${url.pathname}`, asked?.toString() ?? null)
  } catch (error) {
    return send(refusal(error, url))
  }
  return fault === null ? send(rest.answer({ method, url, headers, text })) : spoil(fault, response)
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MAX_BODY) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

function spoil(fault: Fault, response: ServerResponse): void {
  const problem = { 'content-type': 'application/problem+json', 'x-request-id': 'req_of_the_mock' }
  const body = (status: number, code: string) =>
    JSON.stringify({
      ...{ type: `/problems/${code}`, title: 'The mock was asked for this', status, code, retryable: true },
      ...{ detail: 'Ask again.', instance: '/', requestId: 'req_of_the_mock' },
    })
  switch (fault) {
    case '429':
      return void response.writeHead(429, { ...problem, 'retry-after': '1' }).end(body(429, 'quota_exceeded'))
    case '500':
      return void response.writeHead(500, problem).end(body(500, 'internal'))
    case 'malformed':
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"half":')
    case 'disconnect':
      return void response.socket?.destroy()
    case 'stall':
      return
  }
}
