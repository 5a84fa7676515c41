import { addressFault, SOCKET } from './base-address.ts'
import { type CallListener, CallSocket, type Closed, type Credentials } from './call-socket.ts'
import { checkId } from './check-id.ts'
import type { Connected, RealtimeSender, ServerMessage, Start, UnknownMessage } from './generated/realtime.gen.ts'
import { Listeners } from './listeners.ts'
import { untilTaken } from './taken-call.ts'

export interface RealtimeClientOptions {
  /** Where the platform is: `ws(s)://` or `http(s)://`; `/realtime/voice` is put behind it. Default: wss://api.invortoai.com. */
  readonly url?: string
  /** How long to try to come back to a call whose socket was lost; 0 never does. Default: as long as the platform waits. */
  readonly reconnectForMs?: number
  /** Sees every frame as it travels, before anything else does. */
  readonly observe?: (way: 'sent' | 'received', frame: string | Uint8Array) => void
}

/** A ticket or a token, and how to get a fresh one to come back with; an API key on a server alone. */
export interface CallCredentials extends Credentials {
  readonly renew?: () => Promise<Credentials>
}

/** How the call begins: language, audio, metadata of yours. */
export type CallStart = Omit<Start, 't' | 'callId' | 'agentId'>

/** What can be listened to: each message by its `t`, and four of the client's own. */
export type RealtimeEvents = {
  readonly [T in ServerMessage['t']]: Extract<ServerMessage, { readonly t: T }>
} & {
  /** Every text message, those of a newer server too. */
  readonly message: ServerMessage | UnknownMessage
  /** The agent's voice: PCM16 little-endian, mono. */
  readonly audio: Uint8Array
  /** What was played so far must stop now: the caller speaks (FR-E3). */
  readonly interrupted: undefined
  /** The call is over, for this client. */
  readonly closed: Closed
}

/** The call was refused, or ended before it had begun. */
export class CallRefusedError extends Error {
  override readonly name = 'CallRefusedError'
  /** The code of the problem that was told; null where none was: the close code says what is known then. */
  readonly code: string | null
  readonly closed: Closed

  /** `url`: where the socket was sought. */
  constructor(closed: Closed, url?: string) {
    const { code, error, problems } = closed
    const socket = url === undefined ? 'The socket' : `The socket at ${url}`
    super(
      error
        ? `${error.code}: ${error.message}`
        : `${socket} closed with ${code} (${problems.join(', ') || 'unreachable'}).`,
    )
    this.code = error?.code ?? null
    this.closed = closed
  }
}

const PLATFORM = 'wss://api.invortoai.com'
const VOICE = '/realtime/voice'

/**
 * A caller of one call after the other: connect, listen, speak. What is sent before the socket is open waits for it; a call
 * whose socket is lost is taken up again by itself.
 */
export class RealtimeClient {
  /** The address of the socket, without the call. */
  readonly url: string
  readonly #options: RealtimeClientOptions
  readonly #listeners = new Listeners<RealtimeEvents>()
  #call: CallSocket | null = null
  #last: CallSocket | null = null

  constructor(url: string | RealtimeClientOptions = {}) {
    this.#options = typeof url === 'string' ? { url } : url
    const given = this.#options.url || PLATFORM
    const fault = addressFault('url', given, SOCKET)
    if (fault !== null) throw new TypeError(fault)
    const base = given.replace(/\/+$/, '').replace(/^http/, 'ws')
    this.url = base.endsWith(VOICE) ? base : base + VOICE
  }

  /**
   * Calls. Resolves when the platform knows the caller and has the agent, or the call; rejects with `CallRefusedError` when it does not take the call.
   * `callId`: the call to join, or your name for a new one. A string is an API key: in a page give a ticket or a token.
   */
  connect(
    callId: string,
    agentId: string | undefined,
    credentials: string | CallCredentials,
    start: CallStart = {},
  ): Promise<Connected> {
    if (this.#call !== null) throw new TypeError('There is a call already: close it before the next.')
    checkId('callId', callId)
    if (agentId !== undefined) checkId('agentId', agentId)
    const { promise, resolve, reject } = Promise.withResolvers<Connected>()
    const listener = untilTaken(this.#listener(), agentId !== undefined, resolve)
    const call = new CallSocket(
      {
        ...{ url: this.url, callId, ...(agentId !== undefined && { agentId }) },
        ...(typeof credentials === 'string' ? { apiKey: credentials } : credentials),
        ...(this.#options.reconnectForMs !== undefined && { reconnectForMs: this.#options.reconnectForMs }),
        ...(this.#options.observe && { observe: this.#options.observe }),
      },
      listener,
    )
    this.#call = call
    this.#last = call
    call.send.start(start)
    if (agentId === undefined) call.send.ping()
    void call.closed.then((closed) => {
      listener.release()
      this.#call = null
      reject(new CallRefusedError(closed, this.url))
      this.#listeners.tell('closed', closed)
    })
    // Who only listens hears of it by `closed`.
    promise.catch(() => {})
    return promise
  }

  /** Listens from now on; the function that comes back ends it. */
  on<E extends keyof RealtimeEvents>(event: E, listener: (it: RealtimeEvents[E]) => void): () => void {
    return this.#listeners.add(event, listener)
  }

  off<E extends keyof RealtimeEvents>(event: E, listener: (it: RealtimeEvents[E]) => void): void {
    this.#listeners.remove(event, listener)
  }

  /** Resolves with the next one. */
  next<E extends keyof RealtimeEvents>(event: E): Promise<RealtimeEvents[E]> {
    return new Promise((resolve) => {
      const stop = this.on(event, (it) => {
        stop()
        resolve(it)
      })
    })
  }

  /** Whether there is a call, live or on its way. */
  get isInCall(): boolean {
    return this.#call !== null
  }

  /** Every message of the client, one method each. */
  get send(): RealtimeSender {
    if (this.#call === null) throw new TypeError('There is no call: connect first.')
    return this.#call.send
  }

  /** The caller's voice: PCM16 little-endian, mono, 20 to 40 ms a frame, at the rate that `connect` named (16 kHz). */
  sendAudio(pcm16: Int16Array | Uint8Array | ArrayBuffer): void {
    const bytes = ArrayBuffer.isView(pcm16)
      ? new Uint8Array(pcm16.buffer, pcm16.byteOffset, pcm16.byteLength)
      : new Uint8Array(pcm16)
    this.send.callerAudio(bytes)
  }

  /** Says it in writing. */
  sendText(text: string): void {
    this.send.textInput({ text })
  }

  /** Text messages that no socket took, of the call that is or was; audio is not kept. */
  get unsent(): readonly string[] {
    return this.#last?.unsent ?? []
  }

  /** Says goodbye and waits for the last of the call; resolves when it is over. */
  hangUp(): Promise<Closed> {
    this.send.endCall()
    return this.#call!.closed
  }

  /** Leaves at once. */
  close(): void {
    this.#call?.close()
  }

  #listener(): CallListener {
    const listeners = this.#listeners
    return {
      agentAudio: (frame) => listeners.tell('audio', frame),
      message(message) {
        if (message.t === 'control.bargein') listeners.tell('interrupted', undefined)
        listeners.tell('message', message)
        listeners.tell(message.t as ServerMessage['t'], message as never)
      },
    }
  }
}
