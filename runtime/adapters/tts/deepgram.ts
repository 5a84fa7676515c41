import { type DeepgramAccess, DeepgramSocket } from '#runtime/adapters/deepgram/socket.ts'
import { bytesPerSample } from '#runtime/core/audio.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts, TtsOptions, TtsSink, TtsStream } from '#runtime/ports/tts.ts'

const DEFAULT_VOICE = 'aura-2-thalia-en'
/** How long Deepgram may be silent while it owes us audio, a `Flushed` or a `Cleared`. */
const STALL_MS: Millis = 3_000

/** Deepgram Aura-2 over `/v1/speak` (developers.deepgram.com, speak v1 streaming). */
export function deepgramTts(access: DeepgramAccess, clock: Clock): Tts {
  return { name: 'deepgram', open: (options, sink) => new SpeakStream(access, clock, options, sink) }
}

/**
 * One socket a call, opened before the first words. Audio is not tagged, so utterances are told apart by counting flushes:
 * the first words are flushed at once (they would wait for more otherwise), the rest when the utterance is finished; two
 * flushes an utterance stay far below Deepgram's 20 a minute.
 */
class SpeakStream implements TtsStream {
  readonly #access: DeepgramAccess
  readonly #clock: Clock
  readonly #options: TtsOptions
  readonly #sink: TtsSink
  #socket: DeepgramSocket | null = null
  #utterance: 'none' | 'begun' | 'finishing' = 'none'
  /** Flushes that were asked for and not yet answered: how many pieces of the utterance each ends. */
  #flushes: number[] = []
  /** Pieces of the utterance. */
  #pieces = 0
  #unflushed = false
  /** `Clear`s that were sent and not yet answered: until then what comes belongs to the past. */
  #clears = 0
  #oddByte: Buffer | null = null
  #closed = false
  /** When Deepgram last gave us what we wait for. */
  #heardAt: Millis = 0
  #stopWatch: (() => void) | null = null

  constructor(access: DeepgramAccess, clock: Clock, options: TtsOptions, sink: TtsSink) {
    this.#access = access
    this.#clock = clock
    this.#options = options
    this.#sink = sink
    this.#connect()
  }

  say(text: string): void {
    if (this.#closed) return
    const socket = this.#connect()
    const first = this.#utterance === 'none'
    this.#utterance = 'begun'
    this.#unflushed = true
    this.#pieces += 1
    // Deepgram joins the pieces as they are: without the space the last word of one would run into the next.
    socket.sendText({ type: 'Speak', text: `${text} ` })
    if (first) this.#flush(socket)
  }

  finish(): void {
    if (this.#closed || this.#utterance === 'finishing') return
    this.#utterance = 'finishing'
    if (this.#unflushed) this.#flush(this.#connect())
    else queueMicrotask(() => this.#finishWhenFlushed())
  }

  clear(): void {
    if (this.#utterance === 'none') return
    this.#forget()
    if (this.#socket === null) return
    this.#clears += 1
    this.#socket.sendText({ type: 'Clear' })
    this.#watch()
  }

  close(): void {
    this.#closed = true
    this.#forget()
    this.#unwatch()
    this.#socket?.close({ type: 'Close' })
    this.#socket = null
  }

  #connect(): DeepgramSocket {
    this.#socket ??= new DeepgramSocket(this.#access, '/v1/speak', query(this.#options), {
      open: () => this.#sink.opened?.(),
      text: (message) => this.#told(message),
      binary: (data) => this.#audio(data),
      failed: (error) => this.#lost(error),
    })
    return this.#socket
  }

  #flush(socket: DeepgramSocket): void {
    this.#unflushed = false
    this.#flushes.push(this.#pieces)
    socket.sendText({ type: 'Flush' })
    this.#watch()
  }

  /** A socket that opens and then says nothing would leave the caller in silence for ever. */
  #watch(): void {
    this.#heardAt = this.#clock.now()
    if (this.#stopWatch !== null) return
    const wake = (): void => {
      this.#stopWatch = null
      if (this.#flushes.length === 0 && this.#clears === 0) return
      const until = this.#heardAt + STALL_MS
      if (this.#clock.now() < until) {
        this.#stopWatch = this.#clock.wakeAt(until, wake)
        return
      }
      this.#socket?.close({ type: 'Close' })
      this.#lost(new ProviderError('timeout', `Deepgram sent nothing for ${STALL_MS} ms`))
    }
    this.#stopWatch = this.#clock.wakeAt(this.#heardAt + STALL_MS, wake)
  }

  #unwatch(): void {
    this.#stopWatch?.()
    this.#stopWatch = null
  }

  #told(message: Record<string, unknown>): void {
    if (message.type === 'Cleared') {
      this.#heardAt = this.#clock.now()
      this.#clears = Math.max(0, this.#clears - 1)
      this.#oddByte = null
    }
    if (message.type !== 'Flushed' || this.#clears > 0) return
    this.#heardAt = this.#clock.now()
    const pieces = this.#flushes.shift()
    if (pieces !== undefined) this.#sink.flushed?.(pieces)
    this.#finishWhenFlushed()
  }

  #finishWhenFlushed(): void {
    if (this.#utterance !== 'finishing' || this.#flushes.length > 0) return
    this.#forget()
    this.#unwatch()
    this.#sink.finished()
  }

  #audio(data: Buffer): void {
    if (this.#clears > 0 || this.#utterance === 'none') return
    const whole = this.#oddByte === null ? data : Buffer.concat([this.#oddByte, data])
    const even = whole.length - (whole.length % bytesPerSample)
    this.#oddByte = even < whole.length ? whole.subarray(even) : null
    if (even === 0) return
    this.#heardAt = this.#clock.now()
    this.#sink.audio(whole.subarray(0, even))
  }

  /** A socket that is lost between utterances is opened again with the next words. */
  #lost(error: ProviderError): void {
    this.#socket = null
    this.#clears = 0
    if (this.#utterance === 'none' && error.failure === 'disconnected') return this.#unwatch()
    this.#closed = true
    this.#forget()
    this.#unwatch()
    this.#sink.failed(error)
  }

  #forget(): void {
    this.#utterance = 'none'
    this.#flushes = []
    this.#pieces = 0
    this.#unflushed = false
    this.#oddByte = null
  }
}

function query({ voiceId, rate, sampleRateHz }: TtsOptions): Record<string, string> {
  return {
    model: voiceId === 'aura-2' ? DEFAULT_VOICE : voiceId,
    encoding: 'linear16',
    sample_rate: String(sampleRateHz),
    ...(rate !== 1 && { speed: String(rate) }),
  }
}
