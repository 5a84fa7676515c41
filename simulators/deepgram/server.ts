import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '#runtime/core/clock.ts'
import { Line } from '../faults/line.ts'
import type { FaultPlan, Opening } from '../faults/plan.ts'
import { type Answer, mostBytes, refuseUpgrade } from '../http/answer.ts'
import type { FrontParts } from '../http/front.ts'
import { type RequestRecord, recordMessage } from '../http/request-log.ts'
import { ListenSession } from './listen.ts'
import { type ListenOptions, listenOptions } from './listen-query.ts'
import { QueryProblem } from './query.ts'
import { deny, refusal } from './refusal.ts'
import { restSpeakHandler } from './rest-speak.ts'
import { socketEnd } from './socket-end.ts'
import { SpeakSession } from './speak.ts'
import { type SpeakOptions, speakOptions } from './speak-query.ts'
import { Synthesizer } from './synthesizer.ts'

export interface DeepgramParts {
  readonly clock: Clock
  readonly newId: () => string
  readonly plans: Readonly<Record<'listen' | 'speak', FaultPlan>>
}

/** What a connection does, without its socket. */
interface Session {
  audio(bytes: Buffer): void
  message(text: string): void
  end(): void
}

type Asked =
  | { readonly type: 'listen'; readonly options: ListenOptions }
  | { readonly type: 'speak'; readonly options: SpeakOptions }

/** `/v1/listen` and `/v1/speak` over WebSocket and `POST /v1/speak`, as handlers of a front. */
export function deepgram(parts: DeepgramParts): Pick<FrontParts, 'request' | 'upgrade' | 'close'> {
  const synthesizer = new Synthesizer()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostBytes,
    // A browser offers `token, <key>`; the key must not come back.
    handleProtocols: (offered) => (offered.has('bearer') ? 'bearer' : offered.has('token') && 'token'),
  })
  const requestIds = new WeakMap<IncomingMessage, string>()
  sockets.on('headers', (headers, asked) => headers.push(`dg-request-id: ${requestIds.get(asked)}`))

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer, url: URL, record: RequestRecord): void => {
    const requestId = parts.newId()
    const plan = url.pathname === '/v1/listen' ? parts.plans.listen : parts.plans.speak
    const opening = plan.takeOpening()
    if (opening?.kind === 'connect_refused') {
      socket.destroy()
      return
    }
    const asked = ask(request, url, opening, requestId)
    if ('status' in asked) return refuseUpgrade(socket, asked)
    requestIds.set(request, requestId)
    sockets.handleUpgrade(request, socket, head, (open) => {
      const closed = new AbortController()
      open.once('close', () => closed.abort())
      const line = new Line(plan, parts.clock, socketEnd(open), closed.signal)
      if (opening) line.stall()
      const session = begin(asked, { ...parts, synthesizer, requestId, line, closeAfter: closeAfter(open, line) })
      connect(open, session, record)
    })
  }

  const close = (): void => {
    for (const open of sockets.clients) open.terminate()
  }
  return { request: restSpeakHandler(parts, synthesizer), upgrade, close }
}

/** What the handshake asks for, or the answer that refuses it. */
function ask(request: IncomingMessage, url: URL, opening: Opening | undefined, requestId: string): Asked | Answer {
  const denied = deny(request, opening, requestId)
  if (denied) return denied
  try {
    if (url.pathname === '/v1/listen') return { type: 'listen', options: listenOptions(url.searchParams) }
    if (url.pathname === '/v1/speak') return { type: 'speak', options: speakOptions(url.searchParams, 'websocket') }
    return refusal(404, 'NOT_FOUND', 'The simulator has no such path.', requestId)
  } catch (error) {
    if (error instanceof QueryProblem) return refusal(400, 'INVALID_QUERY_PARAMETER', error.message, requestId)
    throw error
  }
}

/** Closes when everything said before has gone out; a line that a fault made silent stays open. */
const closeAfter = (open: WebSocket, line: Line) => (code: number, reason: string) => {
  void line.settled().then(() => line.isSilent || open.close(code, reason))
}

interface SessionParts extends DeepgramParts {
  readonly synthesizer: Synthesizer
  readonly requestId: string
  readonly line: Line
  closeAfter(code: number, reason: string): void
}

function begin(asked: Asked, parts: SessionParts): Session {
  const { line, closeAfter: close } = parts
  if (asked.type === 'speak') return new SpeakSession({ ...parts, options: asked.options, close })
  const session = new ListenSession({
    ...parts,
    options: asked.options,
    close,
    send(message) {
      void line.send(JSON.stringify(message))
      // The next transcript is an answer of its own.
      if (message.type === 'Results' && message.is_final) line.begin()
    },
  })
  return { audio: (bytes) => session.audio(bytes), message: (text) => session.text(text), end: () => session.end() }
}

function connect(open: WebSocket, session: Session, record: RequestRecord): void {
  open.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      record.audioBytes += data.length
      session.audio(data)
      return
    }
    const text = data.toString()
    recordMessage(record, text)
    session.message(text)
  })
  open.on('close', () => session.end())
  // A frame that breaks the protocol, or is over the limit, has already closed the socket with its code.
  open.on('error', () => session.end())
}
