import {
  type CloseCode,
  closeCodes,
  decodeServerMessage,
  dispatchServerMessage,
  type RealtimeClientHandlers,
  RealtimeSender,
} from './generated/realtime.gen.ts'

export interface RealtimeClientOptions {
  /** `http(s)://` or `ws(s)://` of the platform. */
  readonly url: string
  readonly apiKey: string
  /** The call to join, or your name for a new one. */
  readonly callId: string
  readonly agentId?: string
}

/** How the socket ended: the close code and what the contract says that it means. */
export interface Closed {
  readonly code: number
  readonly problems: readonly string[]
}

/**
 * One call over the realtime voice socket, for browsers and Node 22+: the standard WebSocket, the generated messages. The
 * key travels as a subprotocol, since browsers cannot set headers.
 */
export class RealtimeClient {
  readonly send: RealtimeSender
  /** Resolves when the socket has closed; never rejects. */
  readonly closed: Promise<Closed>
  readonly #socket: WebSocket

  constructor({ url, apiKey, callId, agentId }: RealtimeClientOptions, handlers: RealtimeClientHandlers) {
    const address = new URL(`/v1/realtime/${encodeURIComponent(callId)}`, url.replace(/^http/, 'ws'))
    if (agentId !== undefined) address.searchParams.set('agentId', agentId)
    this.#socket = new WebSocket(address, ['invorto.v1', `key.${apiKey}`])
    this.#socket.binaryType = 'arraybuffer'
    this.send = new RealtimeSender({ send: (data) => this.#send(data) })
    this.#socket.addEventListener('message', ({ data }) => receive(handlers, data))
    this.closed = new Promise((resolve) => {
      this.#socket.addEventListener('close', ({ code }) => {
        resolve({ code, problems: closeCodes[code as CloseCode] ?? [] })
      })
    })
  }

  close(): void {
    this.#socket.close(1000)
  }

  /** What is sent after the socket has closed is dropped, as the socket itself would. */
  #send(data: string | Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(data as string | Uint8Array<ArrayBuffer>)
  }
}

function receive(handlers: RealtimeClientHandlers, data: unknown): void {
  if (data instanceof ArrayBuffer) return handlers.agentAudio(new Uint8Array(data))
  const decoded = decodeServerMessage(String(data))
  if (decoded.ok) dispatchServerMessage(handlers, decoded.message)
}
