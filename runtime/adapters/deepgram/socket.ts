import { type ClientOptions, type RawData, WebSocket } from 'ws'
import { retryAfterMs } from '#runtime/adapters/retry-after.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'

export interface DeepgramAccess {
  readonly apiKey: string
  /** http(s) origin; the sockets are the same origin with ws(s). */
  readonly baseUrl: string
  /** Opens a socket; default: over the network. */
  readonly dial?: (url: URL, options: ClientOptions) => WebSocket
}

export interface DeepgramListener {
  open?(): void
  text(message: Record<string, unknown>): void
  binary(data: Buffer): void
  /** The socket is gone, for whatever reason but `close`. At most once. */
  failed(error: ProviderError): void
}

/** A reason that is one of Deepgram's codes; any other text stays with us. */
const CODE = /^[A-Z]{3,8}-\d{4}$/
const HANDSHAKE_TIMEOUT_MS = 5_000
/** What may wait for the handshake: 8 s of 16 kHz audio. */
const MAX_WAITING_BYTES = 256 * 1024
/** Unsent bytes that mean that the provider no longer reads. */
const MAX_BUFFERED_BYTES = 1024 * 1024

/**
 * A plain WebSocket to Deepgram. The official SDK's socket is not used on the audio path: it hands audio over as Blobs
 * (asynchronous to read, so the order is lost), keeps one handler an event, and reconnects by itself 30 times, each time
 * with the stream's state gone.
 */
export class DeepgramSocket {
  readonly #listener: DeepgramListener
  readonly #socket: WebSocket
  #waiting: (Buffer | string)[] | null = []
  #waitingBytes = 0
  #over = false

  constructor(access: DeepgramAccess, path: string, query: Record<string, string>, listener: DeepgramListener) {
    const url = new URL(path, access.baseUrl.replace(/^http/, 'ws'))
    url.search = new URLSearchParams(query).toString()
    this.#listener = listener
    const dial = access.dial ?? ((to, options) => new WebSocket(to, options))
    this.#socket = dial(url, {
      headers: { authorization: `Token ${access.apiKey}` },
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      perMessageDeflate: false,
      maxPayload: 4 * 1024 * 1024,
    })
    this.#socket.on('open', () => this.#opened())
    this.#socket.on('message', (data, isBinary) => this.#received(data, isBinary))
    this.#socket.on('unexpected-response', (request, response) => {
      request.destroy()
      this.#fail(refused(response.statusCode ?? 0, response.headers['retry-after']))
    })
    this.#socket.on('error', (cause) =>
      this.#fail(
        this.#waiting === null
          ? new ProviderError('malformed', 'Deepgram sent a frame that is none', { cause })
          : new ProviderError('unreachable', 'Deepgram cannot be reached', { cause }),
      ),
    )
    this.#socket.on('close', (code, reason) =>
      this.#fail(
        new ProviderError(
          code === 1011 ? 'server_error' : 'disconnected',
          `Deepgram closed the socket (${[code, ...(CODE.exec(reason.toString('latin1')) ?? [])].join(' ')})`,
        ),
      ),
    )
  }

  /** Sends a control message. */
  sendText(message: Record<string, unknown>): void {
    this.#send(JSON.stringify(message))
  }

  /** Sends audio. The buffer may be reused after the call: ws masks a copy, and what must wait is copied here. */
  sendBinary(data: Buffer): void {
    this.#send(data)
  }

  /** Says goodbye and forgets the socket; nothing is told after this. */
  close(goodbye: Record<string, unknown>): void {
    if (this.#over) return
    this.#over = true
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(goodbye))
      this.#socket.close(1000)
    } else this.#socket.terminate()
  }

  #opened(): void {
    for (const item of this.#waiting ?? []) this.#socket.send(item)
    this.#waiting = null
    this.#listener.open?.()
  }

  #send(data: Buffer | string): void {
    if (this.#over) return
    if (this.#waiting === null) {
      if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
        return this.#fail(new ProviderError('timeout', 'Deepgram no longer reads'))
      }
      return this.#socket.send(data)
    }
    this.#waitingBytes += data.length
    if (this.#waitingBytes > MAX_WAITING_BYTES)
      return this.#fail(new ProviderError('timeout', 'Deepgram did not answer'))
    this.#waiting.push(typeof data === 'string' ? data : Buffer.from(data))
  }

  #received(data: RawData, isBinary: boolean): void {
    if (this.#over) return
    if (isBinary) return this.#listener.binary(data as Buffer)
    const message = parseObject(data.toString())
    if (message === null) this.#fail(new ProviderError('malformed', 'Deepgram sent text that is no JSON object'))
    else this.#listener.text(message)
  }

  #fail(error: ProviderError): void {
    if (this.#over) return
    this.#over = true
    this.#socket.terminate()
    this.#listener.failed(error)
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

function refused(status: number, retryAfter: string | undefined): ProviderError {
  const message = `Deepgram refused the connection with ${status}`
  if (status === 401 || status === 403) return new ProviderError('unauthorized', message, { status })
  if (status === 429) {
    return new ProviderError('rate_limited', message, { status, retryAfterMs: retryAfterMs(retryAfter) })
  }
  if (status >= 500) return new ProviderError('server_error', message, { status })
  return new ProviderError('rejected', message, { status })
}
