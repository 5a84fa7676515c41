import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { exampleOf, newId } from './bodies.ts'
import { FAULT_HEADER, FAULT_PARAMETER, type Fault, type Faults } from './faults.ts'
import { MockProblem } from './problem.ts'
import { decoded, urlOf } from './routes.ts'
import { SessionLog } from './session-log.ts'
import type { Sessions } from './sessions.ts'
import type { Kept, Store } from './store.ts'
import { type CallBook, VoiceCall } from './voice-call.ts'

const PROTOCOL = 'invorto.v1'
const CREDENTIAL = /^(key|jwt|ticket)\../
/** How long a call goes on that is then disconnected. */
const DISCONNECT_MS = 300

/** The realtime voice socket: any credential will do. */
export class VoiceMock {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 131_072,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : ([...offered][0] ?? false)),
  })
  readonly #store: Store
  readonly #sessions: Sessions
  readonly #faults: Faults

  constructor(store: Store, sessions: Sessions, faults: Faults) {
    this.#store = store
    this.#sessions = sessions
    this.#faults = faults
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Nobody else listens to a socket that is upgraded.
    socket.on('error', () => socket.destroy())
    const url = urlOf(request.url)
    const callId = url && callOf(url)
    if (url === null || callId === null)
      return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
    const known =
      request.headers.authorization !== undefined ||
      offers(request).some((one) => CREDENTIAL.test(one)) ||
      url.searchParams.has('api_key')
    this.#server.handleUpgrade(request, socket, head, (client) => {
      if (!known) return refuse(client, 'invalid_api_key', 4401)
      const asked = request.headers[FAULT_HEADER] ?? url.searchParams.get(FAULT_PARAMETER)
      const fault = this.#faultOf(asked?.toString() ?? null, client)
      if (fault === undefined) return
      if (fault === '429') return refuse(client, 'quota_exceeded', 4429)
      if (fault === '500') return refuse(client, 'internal', 1011)
      if (fault === 'stall') return
      new VoiceCall(client, callId, url.searchParams.get('agentId') ?? undefined, this.#book)
      broken(client, fault)
    })
  }

  /** Undefined where there is none of that name, which the client is told. */
  #faultOf(asked: string | null, client: WebSocket): Fault | null | undefined {
    try {
      return this.#faults.next('call', asked)
    } catch (error) {
      if (!(error instanceof MockProblem)) throw error
      refuse(client, error.code, 4400, error.message)
      return undefined
    }
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate()
    this.#server.close()
  }

  readonly #book: CallBook = {
    greetingOf: (agent) => {
      const kept = agent === undefined ? undefined : this.#store.find('/v1/agents', agent)
      return kept === undefined ? undefined : ((kept.firstMessage as string | null) ?? 'Hello, how can I help?')
    },
    begun: (callId, agent, metadata = {}) => {
      const before = this.#store.find('/v1/calls', callId)
      const log = before && this.#sessions.of(String(before.id))
      if (log?.isOver === false) return null
      const kept = this.#store.find('/v1/agents', agent!)!
      const at = new Date().toISOString()
      const live = {
        status: 'in_progress',
        agentId: kept.id,
        externalId: callId,
        metadata,
        createdAt: at,
        answeredAt: at,
      }
      const example = exampleOf('getCall', 200) as Kept
      const nothing = {
        endReason: null,
        endedAt: null,
        durationSec: null,
        usage: null,
        summary: null,
        disposition: null,
        analysis: null,
      }
      const id = newId(String(example.id))
      this.#store.add('/v1/calls', { ...example, ...nothing, ...live, id })
      const fresh = new SessionLog(id, (kept.events as { content?: boolean } | undefined)?.content === true)
      this.#sessions.add(fresh)
      fresh.append('call.started', {
        direction: 'inbound',
        agent_id: String(kept.id),
        agent_version: Number(kept.version),
      })
      return fresh
    },
    ended: (sessionId, endReason) => {
      const kept = this.#store.find('/v1/calls', sessionId)
      if (kept === undefined) return
      const endedAt = new Date()
      const durationSec = (endedAt.getTime() - Date.parse(String(kept.createdAt))) / 1000
      const over = { status: 'ended', endReason, endedAt: endedAt.toISOString(), durationSec }
      this.#store.replace('/v1/calls', kept, { ...kept, ...over })
    },
  }
}

/** The call that an address names; null for one that is no voice socket. */
function callOf(url: URL): string | null {
  const named = /^\/v1\/realtime\/([^/]+)$/.exec(url.pathname)?.[1]
  if (named !== undefined) return decoded(named)
  return url.pathname === '/realtime/voice' ? url.searchParams.get('callId') : null
}

const offers = ({ headers }: IncomingMessage): string[] =>
  (headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim())

const ASKED = 'The mock was asked to refuse this.'

function refuse(client: WebSocket, code: string, close: number, message = ASKED): void {
  client.send(JSON.stringify({ t: 'error', code, message, fatal: true }))
  client.close(close, code)
}

function broken(client: WebSocket, fault: Fault | null): void {
  if (fault === 'malformed') client.send('{"t":"turn.sta')
  if (fault === 'disconnect') setTimeout(() => client.terminate(), DISCONNECT_MS)
}
