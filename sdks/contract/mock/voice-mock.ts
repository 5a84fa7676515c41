import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { FAULT_HEADER, FAULT_PARAMETER, type Fault, type Faults } from './faults.ts'
import type { LiveCalls } from './live-calls.ts'
import { MockProblem } from './problem.ts'
import { decoded, urlOf } from './routes.ts'
import { refuse, VoiceSocket } from './voice-socket.ts'

const PROTOCOL = 'invorto.v1'
const CREDENTIAL = /^(key|jwt|ticket)\.(.+)$/
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
/** How long a call goes on that is then disconnected. */
const DISCONNECT_MS = 300
const ASKED = 'The mock was asked to refuse this.'

/** The realtime voice socket: any credential will do. */
export class VoiceMock {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 131_072,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : ([...offered][0] ?? false)),
  })
  readonly #calls: LiveCalls
  readonly #faults: Faults

  constructor(calls: LiveCalls, faults: Faults) {
    this.#calls = calls
    this.#faults = faults
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Nobody else listens to a socket that is upgraded.
    socket.on('error', () => socket.destroy())
    const url = urlOf(request.url)
    const callId = url && callOf(url)
    if (url === null || callId === null)
      return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
    const credential = credentialOf(request, url)
    const agent = url.searchParams.get('agentId') ?? undefined
    this.#server.handleUpgrade(request, socket, head, (client) => {
      const odd = Object.entries({ callId, agentId: agent ?? 'none' }).find(([, id]) => !ID.test(id))?.[0]
      if (odd !== undefined)
        return refuse(
          client,
          new MockProblem('bad_request', `"${odd}" must be 1 to 64 letters, digits, ".", "_" or "-".`),
        )
      if (credential === undefined)
        return refuse(
          client,
          new MockProblem('invalid_api_key', 'Show an API key, a token or a ticket. Any will do here.'),
        )
      const asked = request.headers[FAULT_HEADER] ?? url.searchParams.get(FAULT_PARAMETER)
      const fault = this.#faultOf(asked?.toString() ?? null, client)
      if (fault === undefined) return
      if (fault === '429') return refuse(client, new MockProblem('quota_exceeded', ASKED))
      if (fault === '500') return refuse(client, new MockProblem('internal', ASKED))
      if (fault === 'stall') return
      new VoiceSocket(client, { call: callId, agent, key: credential }, this.#calls)
      broken(client, fault)
    })
  }

  /** Undefined where there is none of that name, which the client is told. */
  #faultOf(asked: string | null, client: WebSocket): Fault | null | undefined {
    try {
      return this.#faults.next('call', asked)
    } catch (error) {
      if (!(error instanceof MockProblem)) throw error
      refuse(client, error)
      return undefined
    }
  }

  close(): void {
    this.#calls.close()
    for (const client of this.#server.clients) client.terminate()
    this.#server.close()
  }
}

/** The call that an address names; null for one that is no voice socket. */
function callOf(url: URL): string | null {
  const named = /^\/v1\/realtime\/([^/]+)$/.exec(url.pathname)?.[1]
  if (named !== undefined) return decoded(named) ?? ''
  return url.pathname === '/realtime/voice' ? (url.searchParams.get('callId') ?? '') : null
}

/** The API key; null for a token or a ticket, which may be of any key; undefined for nothing at all. */
function credentialOf(request: IncomingMessage, url: URL): string | null | undefined {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer.split('.').length === 3 ? null : bearer
  const [, kind, offered] =
    offers(request)
      .map((one) => CREDENTIAL.exec(one))
      .find((one) => one !== null) ?? []
  if (kind !== undefined) return kind === 'key' ? offered : null
  return url.searchParams.get('api_key') ?? undefined
}

const offers = ({ headers }: IncomingMessage): string[] =>
  (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())

function broken(client: WebSocket, fault: Fault | null): void {
  if (fault === 'malformed') client.send('{"t":"turn.sta')
  if (fault === 'disconnect') setTimeout(() => client.terminate(), DISCONNECT_MS)
}
