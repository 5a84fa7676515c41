import { type DeepgramAccess, DeepgramSocket } from '#runtime/adapters/deepgram/socket.ts'
import { msOf } from '#runtime/core/audio.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Asr, AsrOptions, AsrSink, AsrStream } from '#runtime/ports/asr.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'

/** Deepgram hangs up after 10 s without audio or this. */
const KEEP_ALIVE_MS: Millis = 4_000
/** So much audio without a word from Deepgram: it sends results every few seconds, also in silence. */
const UNANSWERED_MS: Millis = 20_000
/** Regions of English that Deepgram knows; of every other language it wants the language alone. */
const ENGLISH = new Set(['en', 'en-US', 'en-GB', 'en-IN', 'en-AU', 'en-NZ'])

/** Deepgram streaming speech recognition, `/v1/listen` (developers.deepgram.com, listen v1 streaming). */
export function deepgramAsr(access: DeepgramAccess, clock: Clock): Asr {
  return { name: 'deepgram', open: (options, sink) => new ListenStream(access, clock, options, sink) }
}

class ListenStream implements AsrStream {
  readonly #socket: DeepgramSocket
  readonly #clock: Clock
  readonly #options: AsrOptions
  readonly #sink: AsrSink
  #sentAt: Millis
  #unansweredBytes = 0
  #stopKeepAlive: () => void = () => {}
  #closed = false

  constructor(access: DeepgramAccess, clock: Clock, options: AsrOptions, sink: AsrSink) {
    this.#clock = clock
    this.#sink = sink
    this.#options = options
    this.#sentAt = clock.now()
    this.#socket = new DeepgramSocket(access, '/v1/listen', query(options), {
      text: (message) => this.#told(message),
      binary: () => {},
      failed: (error) => {
        this.#closed = true
        this.#stopKeepAlive()
        sink.failed(error)
      },
    })
    this.#keepAlive()
  }

  send(pcm: Buffer): void {
    this.#sentAt = this.#clock.now()
    this.#unansweredBytes += pcm.length
    if (msOf(this.#unansweredBytes, this.#options.sampleRateHz) <= UNANSWERED_MS) this.#socket.sendBinary(pcm)
    else this.#fail(new ProviderError('timeout', 'Deepgram sends no transcripts'))
  }

  finalize(): void {
    this.#socket.sendText({ type: 'Finalize' })
  }

  close(): void {
    this.#closed = true
    this.#stopKeepAlive()
    this.#socket.close({ type: 'CloseStream' })
  }

  #keepAlive(): void {
    this.#stopKeepAlive = this.#clock.wakeAt(this.#sentAt + KEEP_ALIVE_MS, () => {
      const quiet = this.#clock.now() - this.#sentAt >= KEEP_ALIVE_MS
      if (quiet) this.#sentAt = this.#clock.now()
      this.#keepAlive()
      // Last: sending may fail, and what fails keeps no timer.
      if (quiet) this.#socket.sendText({ type: 'KeepAlive' })
    })
  }

  /** Deepgram lives, but is of no use. */
  #fail(error: ProviderError): void {
    if (this.#closed) return
    this.close()
    this.#sink.failed(error)
  }

  #told(message: Record<string, unknown>): void {
    this.#unansweredBytes = 0
    if (message.type !== 'Results') return
    const best = alternative(message)
    if (best === null) {
      return this.#fail(new ProviderError('malformed', 'Deepgram sent Results without a transcript'))
    }
    const heard = { text: best.transcript, confidence: best.confidence, language: this.#options.language }
    const finalized = message.from_finalize === true
    if (message.is_final === true) {
      const endsSpeech = message.speech_final === true
      if (heard.text !== '' || finalized || endsSpeech) this.#sink.final({ ...heard, finalized, endsSpeech })
    } else if (heard.text !== '') this.#sink.partial(heard)
  }
}

function query({ model, language, sampleRateHz }: AsrOptions): Record<string, string> {
  return {
    model,
    language: ENGLISH.has(language) ? language : (language.split('-')[0] ?? language),
    encoding: 'linear16',
    sample_rate: String(sampleRateHz),
    channels: '1',
    interim_results: 'true',
    endpointing: '300',
    punctuate: 'true',
    smart_format: 'true',
  }
}

function alternative(message: Record<string, unknown>): { transcript: string; confidence: number } | null {
  const alternatives = (message.channel as { alternatives?: unknown } | undefined)?.alternatives
  const first: unknown = Array.isArray(alternatives) ? alternatives[0] : undefined
  const { transcript, confidence } = (first ?? {}) as { transcript?: unknown; confidence?: unknown }
  if (typeof transcript !== 'string') return null
  const sure = typeof confidence === 'number' && Number.isFinite(confidence) ? confidence : 0
  return { transcript: transcript.slice(0, 32_768).trim(), confidence: Math.min(1, Math.max(0, sure)) }
}
