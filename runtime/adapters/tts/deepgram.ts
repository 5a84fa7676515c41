import { type DeepgramAccess, DeepgramSocket } from '#runtime/adapters/deepgram/socket.ts'
import { bytesPerSample } from '#runtime/core/audio.ts'
import type { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts, TtsOptions, TtsSink, TtsStream } from '#runtime/ports/tts.ts'

const DEFAULT_VOICE = 'aura-2-thalia-en'

/** Deepgram Aura-2 over `/v1/speak` (developers.deepgram.com, speak v1 streaming). */
export function deepgramTts(access: DeepgramAccess): Tts {
  return { name: 'deepgram', open: (options, sink) => new SpeakStream(access, options, sink) }
}

/**
 * One socket a call, opened before the first words. Audio is not tagged, so utterances are told apart by counting flushes:
 * the first words are flushed at once (they would wait for more otherwise), the rest when the utterance is finished; two
 * flushes an utterance stay far below Deepgram's 20 a minute.
 */
class SpeakStream implements TtsStream {
  readonly #access: DeepgramAccess
  readonly #options: TtsOptions
  readonly #sink: TtsSink
  #socket: DeepgramSocket | null = null
  #utterance: 'none' | 'begun' | 'finishing' = 'none'
  /** Flushes that were asked for and not yet answered. */
  #flushes = 0
  #unflushed = false
  /** `Clear`s that were sent and not yet answered: until then what comes belongs to the past. */
  #clears = 0
  #oddByte: Buffer | null = null
  #closed = false

  constructor(access: DeepgramAccess, options: TtsOptions, sink: TtsSink) {
    this.#access = access
    this.#options = options
    this.#sink = sink
    this.#connect()
  }

  say(text: string): void {
    const socket = this.#connect()
    const first = this.#utterance === 'none'
    this.#utterance = 'begun'
    this.#unflushed = true
    socket.sendText({ type: 'Speak', text })
    if (first) this.#flush(socket)
  }

  finish(): void {
    if (this.#utterance === 'none') return queueMicrotask(() => this.#closed || this.#sink.finished())
    this.#utterance = 'finishing'
    if (this.#unflushed) this.#flush(this.#connect())
    else this.#finishWhenFlushed()
  }

  clear(): void {
    if (this.#utterance === 'none') return
    this.#forget()
    this.#clears += 1
    this.#socket?.sendText({ type: 'Clear' })
  }

  close(): void {
    this.#closed = true
    this.#socket?.close({ type: 'Close' })
    this.#socket = null
  }

  #connect(): DeepgramSocket {
    this.#socket ??= new DeepgramSocket(this.#access, '/v1/speak', query(this.#options), {
      text: (message) => this.#told(message),
      binary: (data) => this.#audio(data),
      failed: (error) => this.#lost(error),
    })
    return this.#socket
  }

  #flush(socket: DeepgramSocket): void {
    this.#unflushed = false
    this.#flushes += 1
    socket.sendText({ type: 'Flush' })
  }

  #told(message: Record<string, unknown>): void {
    if (message.type === 'Cleared') {
      this.#clears = Math.max(0, this.#clears - 1)
      this.#oddByte = null
    }
    if (message.type !== 'Flushed' || this.#clears > 0) return
    this.#flushes = Math.max(0, this.#flushes - 1)
    this.#finishWhenFlushed()
  }

  #finishWhenFlushed(): void {
    if (this.#utterance !== 'finishing' || this.#flushes > 0) return
    this.#forget()
    queueMicrotask(() => this.#closed || this.#sink.finished())
  }

  #audio(data: Buffer): void {
    if (this.#clears > 0 || this.#utterance === 'none') return
    const whole = this.#oddByte === null ? data : Buffer.concat([this.#oddByte, data])
    const even = whole.length - (whole.length % bytesPerSample)
    this.#oddByte = even < whole.length ? whole.subarray(even) : null
    if (even > 0) this.#sink.audio(whole.subarray(0, even))
  }

  /** A socket that is lost between utterances is opened again with the next words. */
  #lost(error: ProviderError): void {
    this.#socket = null
    this.#clears = 0
    if (this.#utterance === 'none' && error.failure === 'disconnected') return
    this.#closed = true
    this.#sink.failed(error)
  }

  #forget(): void {
    this.#utterance = 'none'
    this.#flushes = 0
    this.#unflushed = false
    this.#oddByte = null
  }
}

function query({ voiceId, sampleRateHz }: TtsOptions): Record<string, string> {
  return {
    model: voiceId === 'aura-2' ? DEFAULT_VOICE : voiceId,
    encoding: 'linear16',
    sample_rate: String(sampleRateHz),
  }
}
