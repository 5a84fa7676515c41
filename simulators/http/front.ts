import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FaultPlan } from '../faults/plan.ts'
import { readBody, sendAnswer } from './answer.ts'
import { control, controlPrefix } from './control.ts'
import type { RequestLog, RequestRecord } from './request-log.ts'

export interface FrontParts {
  readonly host: string
  readonly port: number
  readonly plans: Readonly<Record<string, FaultPlan>>
  readonly log: RequestLog
  /** Answers a request that is not for the control endpoints. Must end the answer, unless a fault says not to. */
  request(request: IncomingMessage, response: ServerResponse, url: URL, record: RequestRecord): Promise<void>
  /** Takes over a WebSocket handshake. Without it every handshake is refused. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL, record: RequestRecord): void
  /** Ends what `upgrade` began. */
  close?(): void
}

export interface Front {
  readonly port: number
  /** Drops every connection and stops listening. */
  close(): Promise<void>
}

/** Opens one port with its control endpoints. Rejects with the system's error when the port cannot be had. */
export async function openFront(parts: FrontParts): Promise<Front> {
  const server = createServer((request, response) => {
    const url = urlOf(request)
    const answered = url.pathname.startsWith(controlPrefix)
      ? answerControl(parts, request, response, url)
      : parts.request(request, response, url, parts.log.add(request, url))
    // A connection that breaks while it is read or answered takes its answer with it.
    answered.catch(() => response.destroy())
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const url = urlOf(request)
    if (parts.upgrade) parts.upgrade(request, socket, head, url, parts.log.add(request, url))
    else socket.destroy()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(parts.port, parts.host, resolve)
  })
  const close = async (): Promise<void> => {
    parts.close?.()
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/** A request target that is no path is answered like an unknown one. */
function urlOf(request: IncomingMessage): URL {
  const path = request.url?.startsWith('/') ? request.url : '/'
  return new URL(`http://simulator${path}`)
}

async function answerControl(
  { plans, log }: FrontParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await readBody(request)
  if (body === 'too_large') return sendAnswer(response, { status: 413, body: { error: 'The body is over 1 MiB.' } })
  sendAnswer(response, control(request.method ?? 'GET', url.pathname, body.toString(), plans, log))
}
