import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { InvortoClient, type InvortoClientOptions } from '../generated/index.gen.ts'

export type Respond = (response: ServerResponse, request: IncomingMessage) => void

/** A server that answers one request after the other as it is told, until the test is over, and a client of it. */
export async function api(responds: readonly Respond[], options: InvortoClientOptions = {}) {
  const got: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      got.push({ method: request.method!, url: request.url!, headers: request.headers, body })
      responds[Math.min(got.length, responds.length) - 1]!(response, request)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
  return { got, client: new InvortoClient('a-secret-key', { baseUrl, logLevel: 'off', ...options }) }
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Respond =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', 'X-Request-Id': 'req_1', ...headers })
    response.end(JSON.stringify(body))
  }
export const problem = (status: number, code: string, more: object = {}): Respond =>
  json(status, { code, detail: 'Because.', retryable: false, ...more }, { 'Retry-After': '0' })
export const agent = (id: string) => ({ id, name: id })
