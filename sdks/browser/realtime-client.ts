import {
  type CloseCode,
  closeCodes,
  decodeServerMessage,
  dispatchServerMessage,
  type RealtimeClientHandlers,
  RealtimeSender,
  type SocketError,
} from './generated/realtime.gen.ts'

export interface RealtimeClientOptions {
  /** `http(s)://` or `ws(s)://` of the platform. */
  readonly url: string
  readonly apiKey: string
  /** The call to join, or your name for a new one. */
  readonly callId: string
  readonly agentId?: string
}

/** How the socket ended: the close code, what the contract says that it may mean, and the fatal error that was sent. */
export interface Closed {
  readonly code: number
  readonly problems: readonly string[]
  readonly error: SocketError | null
}

/** What may wait for the socket to open: 8 s of audio at 16 kHz. */
const MAX_WAITING_BYTES = 256 * 1024

/**
 * One call over the realtime voice socket, for browsers and Node 22+: the standard WebSocket, the generated messages. The
 * key travels as a subprotocol, since browsers cannot set headers. What is sent before the socket is open waits for it, in
 * order; what is sent after it has closed is dropped, as the standard socket does.
 */
export class RealtimeClient {
  readonly send: RealtimeSender
  /** Resolves when the socket has closed; never rejects. */
  readonly closed: Promise<Closed>
  readonly #socket: WebSocket
  #waiting: (string | Uint8Array)[] = []
  #waitingBytes = 0
  #error: SocketError | null = null

  constructor({ url, apiKey, callId, agentId }: RealtimeClientOptions, handlers: RealtimeClientHandlers) {
    const address = new URL(`/v1/realtime/${encodeURIComponent(callId)}`, url.replace(/^http/, 'ws'))
    if (agentId !== undefined) address.searchParams.set('agentId', agentId)
    this.#socket = new WebSocket(address, ['invorto.v1', `key.${apiKey}`])
    this.#socket.binaryType = 'arraybuffer'
    this.send = new RealtimeSender({ send: (data) => this.#send(data) })
    this.#socket.addEventListener('open', () => this.#opened())
    this.#socket.addEventListener('message', ({ data }) => this.#receive(handlers, data))
    this.closed = new Promise((resolve) => {
      this.#socket.addEventListener('close', ({ code }) => {
        resolve({ code, problems: closeCodes[code as CloseCode] ?? [], error: this.#error })
      })
    })
  }

  close(): void {
    this.#socket.close(1000)
  }

  #opened(): void {
    for (const data of this.#waiting.splice(0)) this.#send(data)
  }

  #send(data: string | Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data as string | Uint8Array<ArrayBuffer>)
    if (this.#socket.readyState !== WebSocket.CONNECTING) return
    this.#waitingBytes += data.length
    if (this.#waitingBytes > MAX_WAITING_BYTES) throw new RangeError('Too much was sent before the socket opened.')
    this.#waiting.push(typeof data === 'string' ? data : data.slice())
  }

  #receive(handlers: RealtimeClientHandlers, data: unknown): void {
    if (data instanceof ArrayBuffer) return handlers.agentAudio(new Uint8Array(data))
    const decoded = decodeServerMessage(String(data))
    if (!decoded.ok) return
    if (decoded.known && decoded.message.t === 'error' && decoded.message.fatal) this.#error = decoded.message
    dispatchServerMessage(handlers, decoded.message)
  }
}

const ignore = (): void => {}

/** Handlers for those who want only some messages: what is left out is passed over. */
export const handle = (some: Partial<RealtimeClientHandlers>): RealtimeClientHandlers => ({
  connected: ignore,
  turnStarted: ignore,
  sttPartial: ignore,
  sttFinal: ignore,
  turnEnded: ignore,
  llmDelta: ignore,
  ttsStarted: ignore,
  agentAudio: ignore,
  ttsChunk: ignore,
  ttsStopped: ignore,
  controlBargein: ignore,
  usageUpdated: ignore,
  dtmfReceived: ignore,
  pong: ignore,
  error: ignore,
  end: ignore,
  ...some,
})
