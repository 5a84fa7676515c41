import {
  type CloseCode,
  closeCodes,
  decodeServerMessage,
  dispatchServerMessage,
  type RealtimeClientHandlers,
  RealtimeSender,
  type ServerMessage,
  type SocketError,
  type UnknownMessage,
} from './generated/realtime.gen.ts'
import { backoff, Progress } from './reconnecting.ts'

/** One of the three; a page has a ticket or a token. */
export type Credentials = Pick<CallSocketOptions, 'ticket' | 'token' | 'apiKey'>

export interface CallSocketOptions {
  /** `http(s)://` or `ws(s)://` of the platform. */
  readonly url: string
  /** One of the three; in a page a ticket, which your server gets with `createTicket` just before. */
  readonly ticket?: string
  /** A JWT, at most 60 s old. */
  readonly token?: string
  readonly apiKey?: string
  /** Gets a fresh ticket or token to come back with: both are good for one connection. Not needed with an API key. */
  readonly renew?: () => Promise<Credentials>
  /** The call to join, or your name for a new one. */
  readonly callId: string
  readonly agentId?: string
  /** How long to try to come back to a call whose socket was lost; 0 never does. Default: as long as the platform waits. */
  readonly reconnectForMs?: number
  /** Sees every frame as it travels, before anything else does: for a log, or a console. */
  readonly observe?: (way: 'sent' | 'received', frame: string | Uint8Array) => void
}

/** How the socket ended: the close code, what the contract says that it may mean, and the fatal error that was sent. */
export interface Closed {
  readonly code: number
  readonly problems: readonly string[]
  readonly error: SocketError | null
}

/** What may wait for the socket to open: 8 s of audio at 16 kHz. */
const MAX_WAITING_BYTES = 256 * 1024
/** What an open socket may hold back: a connection that stalls gets no audio on top of it. */
const MAX_BUFFERED_BYTES = 256 * 1024
/** The older address of the socket. */
const VOICE = '/realtime/voice'
/** Sent by us when a message of the log was lost on the way: not a hang-up, so the call may be resumed. */
const GAP = 4000
/** How a socket closes that was not meant to: its server leaves or restarts, its connection breaks, or we saw a gap. */
const LOST: readonly number[] = [1001, 1006, 1012, GAP]
/** Refusals that another try may not meet: the old socket still counts, the server restarts or has a fault. */
const PASSING = ['conflict', 'going_away', 'internal']

/** How these messages begin, as the sender writes them. */
const START = '{"t":"start"'
const AUDIO = '{"t":"audio"'

type Phase = 'fresh' | 'live' | 'away' | 'over'

/**
 * One call over the realtime voice socket, for browsers and Node 22+: the standard WebSocket, the generated messages. The
 * key travels as a subprotocol, since browsers cannot set headers. What is sent before the socket is open waits for it, in
 * order. A call whose socket is lost is resumed by itself: what its log showed meanwhile is told then, in order and once;
 * audio of the meantime is gone, other messages wait. What is sent after the end is dropped.
 */
export class CallSocket {
  readonly send: RealtimeSender
  /** Resolves when the call's last socket has closed; never rejects. */
  readonly closed: Promise<Closed>
  readonly #options: CallSocketOptions
  readonly #listener: CallListener
  readonly #close: (closed: Closed) => void
  readonly #progress = new Progress()
  #credential: string
  #socket: WebSocket
  #givenUp: WebSocket | null = null
  /** `live` from the first `start` on; `away` while the call has no socket. */
  #phase: Phase = 'fresh'
  #start: string | null = null
  #waiting: (string | Uint8Array)[] = []
  #unsent: readonly string[] = []
  #waitingBytes = 0
  #error: SocketError | null = null
  #awaySince = 0
  #tries = 0

  constructor(options: CallSocketOptions, listener: CallListener) {
    this.#options = options
    this.#credential = credential(options)
    this.#listener = listener
    const { promise, resolve } = Promise.withResolvers<Closed>()
    this.closed = promise
    this.#close = resolve
    this.send = new RealtimeSender({ send: (data) => this.#send(data) })
    this.#socket = this.#connect()
  }

  /** Text messages that waited for a socket when the call was over; audio is not kept. */
  get unsent(): readonly string[] {
    return this.#unsent
  }

  /** Hangs up. */
  close(): void {
    const away = this.#phase === 'away'
    this.#phase = 'over'
    this.#socket.close(1000)
    if (away) this.#closed(1000)
  }

  #connect(): WebSocket {
    const { url, callId, agentId } = this.#options
    const address = addressOf(url.replace(/^http/, 'ws'), callId)
    if (agentId !== undefined) address.searchParams.set('agentId', agentId)
    const socket = new WebSocket(address, ['invorto.v1', this.#credential])
    socket.binaryType = 'arraybuffer'
    // A socket that was given up is heard no more.
    const ours = (): boolean => socket === this.#socket && socket !== this.#givenUp
    socket.addEventListener('open', () => this.#phase === 'fresh' && this.#flush())
    socket.addEventListener('message', ({ data }) => ours() && this.#receive(data))
    socket.addEventListener('close', ({ code }) => ours() && this.#lost(code))
    return socket
  }

  #flush(): void {
    this.#waitingBytes = 0
    for (const data of this.#waiting.splice(0)) this.#send(data)
  }

  #send(data: string | Uint8Array): void {
    if (typeof data === 'string' && this.#start === null && data.startsWith(START)) this.#start = data
    // Audio of the meantime is gone, in whatever form; the rest waits.
    if (
      this.#phase === 'away'
        ? typeof data === 'string' && !data.startsWith(AUDIO)
        : this.#socket.readyState === WebSocket.CONNECTING
    ) {
      this.#waitingBytes += data.length
      if (this.#waitingBytes > MAX_WAITING_BYTES) throw new RangeError('Too much was sent before the socket opened.')
      this.#waiting.push(typeof data === 'string' ? data : data.slice())
      return
    }
    if (this.#phase === 'away' || this.#socket.readyState !== WebSocket.OPEN) return
    if (this.#start !== null && this.#phase === 'fresh') this.#phase = 'live'
    this.#put(data)
  }

  #put(data: string | Uint8Array): void {
    if (typeof data !== 'string' && this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) return
    this.#options.observe?.('sent', data)
    this.#socket.send(data as string | Uint8Array<ArrayBuffer>)
  }

  #receive(data: unknown): void {
    const frame = data instanceof ArrayBuffer ? new Uint8Array(data) : String(data)
    this.#options.observe?.('received', frame)
    if (typeof frame !== 'string') return this.#listener.agentAudio(frame)
    const decoded = decodeServerMessage(frame)
    if (!decoded.ok) return
    if (!decoded.known) return this.#listener.message(decoded.message)
    const { message } = decoded
    const place = this.#progress.place(message)
    if (place === 'again') return
    // Its reader would never know what was said between: the call is taken up where it was whole.
    if (place === 'gap') return this.#gap()
    if (this.#phase === 'away' && this.#comeBack(message)) return
    if (message.t === 'error' && message.fatal) this.#error = message
    if (message.t === 'end') this.#phase = 'over'
    this.#listener.message(message)
  }

  /** What the platform says to a client that comes back; true where that is for this client alone. */
  #comeBack(message: ServerMessage): boolean {
    switch (message.t) {
      case 'connected':
        this.#resume()
        return true
      case 'resumed':
        this.#phase = 'live'
        this.#tries = 0
        this.#flush()
        return false
      case 'resume_failed':
        // A call that is live no more has nothing to come back to.
        if (message.reason === 'not_live') this.close()
        else this.#resume()
        return false
      case 'error':
        if (message.fatal) this.#error = message
        return message.fatal && PASSING.includes(message.code)
      default:
        return false
    }
  }

  /** With the tokens that it may be; where none holds, the call is joined as it stands. */
  #resume(): void {
    const token = this.#progress.nextToken()
    const lastSeq = this.#progress.seq
    this.#put(token === undefined ? this.#start! : JSON.stringify({ t: 'resume', token, lastSeq }))
  }

  #gap(): void {
    this.#givenUp = this.#socket
    this.#socket.close(GAP)
    this.#lost(GAP)
  }

  #lost(code: number): void {
    const { reconnectForMs = this.#progress.graceMs } = this.#options
    const error = this.#error
    const again = error === null ? LOST.includes(code) : this.#phase === 'away' && PASSING.includes(error.code)
    if (this.#phase === 'live') this.#awaySince = Date.now()
    const waitMs = backoff(this.#tries, Math.random())
    const inTime = Date.now() - this.#awaySince + waitMs < reconnectForMs
    if (this.#phase === 'fresh' || this.#phase === 'over' || !again || !inTime) return this.#closed(code)
    this.#phase = 'away'
    this.#tries += 1
    setTimeout(() => void this.#reconnect(code), waitMs)
  }

  async #reconnect(code: number): Promise<void> {
    const { renew = async () => this.#options } = this.#options
    const fresh = await renew().catch(() => null)
    if (this.#phase !== 'away') return
    this.#error = null
    if (fresh === null) return this.#lost(code)
    this.#credential = credential(fresh)
    this.#socket = this.#connect()
  }

  #closed(code: number): void {
    this.#phase = 'over'
    this.#unsent = this.#waiting.splice(0).filter((data) => typeof data === 'string')
    this.#close({ code, problems: closeCodes[code as CloseCode] ?? [], error: this.#error })
  }
}

/** `/v1/realtime/{callId}` of the platform; an address that is the socket's own already takes the call as a parameter. */
function addressOf(base: string, callId: string): URL {
  if (!base.endsWith(VOICE)) return new URL(`/v1/realtime/${encodeURIComponent(callId)}`, base)
  const address = new URL(base)
  address.searchParams.set('callId', callId)
  return address
}

/** What lets the caller in, as a subprotocol: browsers cannot set headers. */
function credential({ ticket, token, apiKey }: Credentials): string {
  if (ticket !== undefined) return `ticket.${ticket}`
  if (token !== undefined) return `jwt.${token}`
  if (apiKey !== undefined) return `key.${apiKey}`
  throw new TypeError('Give a ticket, a token or an API key.')
}

/** What a call tells of: its messages, also those of a newer server, and the agent's voice. */
export interface CallListener {
  message(message: ServerMessage | UnknownMessage): void
  agentAudio(frame: Uint8Array): void
}

/** A listener made of one method a message; what has none is passed over. */
export const handle = (some: Partial<RealtimeClientHandlers>): CallListener => ({
  message: (message) => dispatchServerMessage(some, message),
  agentAudio: (frame) => some.agentAudio?.(frame),
})
