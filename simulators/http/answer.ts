import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** Bytes of a request body, or of one WebSocket message, that a simulator takes: 1 MiB. */
export const mostBytes = 1024 * 1024

/** An HTTP answer that is one piece; an object is sent as JSON. */
export interface Answer {
  readonly status: number
  readonly headers?: OutgoingHttpHeaders
  readonly body: object | string | Buffer
}

export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body)
  const bytes = isJson ? Buffer.from(JSON.stringify(body)) : Buffer.from(body as string | Buffer)
  response.writeHead(status, {
    ...(isJson && { 'content-type': 'application/json' }),
    ...headers,
    'content-length': bytes.length,
  })
  response.end(bytes)
}

const reasons: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  429: 'Too Many Requests',
}

/** Refuses a WebSocket handshake. */
export function refuseUpgrade(socket: Duplex, { status, headers = {}, body }: Answer): void {
  const text = JSON.stringify(body)
  const lines = Object.entries({ 'content-type': 'application/json', ...headers, connection: 'close' })
  socket.end(
    [
      `HTTP/1.1 ${status} ${reasons[status] ?? 'Internal Server Error'}`,
      ...lines.map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(text)}`,
      '',
      text,
    ].join('\r\n'),
  )
}

/** What is read of a body that is too large, so that its sender hears the answer. */
const mostRead = 16 * mostBytes

/** The whole body, or `too_large`. */
export async function readBody(request: IncomingMessage): Promise<Buffer | 'too_large'> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > mostRead) break
    if (size <= mostBytes) pieces.push(piece)
  }
  return size > mostBytes ? 'too_large' : Buffer.concat(pieces)
}

/** The JSON value of `text`, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
