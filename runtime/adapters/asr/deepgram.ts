import { type DeepgramAccess, DeepgramSocket } from '#runtime/adapters/deepgram/socket.ts'
import { bytesOf, msOf } from '#runtime/core/audio.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Asr, AsrOptions, AsrSink, AsrStream } from '#runtime/ports/asr.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'

/** Deepgram hangs up after 10 s without audio or this. */
const KEEP_ALIVE_MS: Millis = 4_000
/** So much audio, and time, without news from Deepgram: it sends results every few seconds, also in silence… */
const UNANSWERED_MS: Millis = 10_000
/** …and soon when it is asked for the words that are still open. */
const UNFINALIZED_MS: Millis = 3_000
/**
 * Audio goes out in pieces of this length: Deepgram wants 20 to 250 ms (developers.deepgram.com, measuring streaming
 * latency), and each piece costs a write. What is held is sent with `Finalize`, so the end of a turn does not wait for it.
 */
const PIECE_MS: Millis = 100
/** And of this length while nobody is heard, as most of the time. The first sound sends what is held. */
const SILENT_PIECE_MS: Millis = 240
/** Regions of English that Deepgram knows; of every other language it wants the language alone. */
const ENGLISH = new Set(['en', 'en-US', 'en-GB', 'en-IN', 'en-AU', 'en-NZ'])

/** Deepgram streaming speech recognition, `/v1/listen` (developers.deepgram.com, listen v1 streaming). */
export function deepgramAsr(access: DeepgramAccess, clock: Clock): Asr {
  return { name: 'deepgram', open: (options, sink) => new ListenStream(access, clock, options, sink) }
}

/** Silence without a word ends so much before its end: a word may have begun. */
const MARGIN_SEC = 0.5

class ListenStream implements AsrStream {
  readonly #socket: DeepgramSocket
  readonly #clock: Clock
  readonly #options: AsrOptions
  readonly #sink: AsrSink
  readonly #piece: Buffer
  readonly #pieceBytes: number
  /** Bytes of the piece that wait for the rest of it. */
  #held = 0
  #sentAt: Millis
  /** Audio since Deepgram last told something new, and when that was. */
  #unansweredBytes = 0
  #answeredAt: Millis
  #patienceMs = UNANSWERED_MS
  /** How far its transcripts have come, in seconds of the stream, and those that are final. */
  #heardUntil = 0
  #finalUntil = 0
  #lastPartial = ''
  #stopKeepAlive: () => void = () => {}
  #closed = false

  constructor(access: DeepgramAccess, clock: Clock, options: AsrOptions, sink: AsrSink) {
    this.#clock = clock
    this.#sink = sink
    this.#options = options
    this.#piece = Buffer.alloc(bytesOf(SILENT_PIECE_MS, options.sampleRateHz))
    this.#pieceBytes = bytesOf(PIECE_MS, options.sampleRateHz)
    this.#sentAt = clock.now()
    this.#answeredAt = clock.now()
    this.#socket = new DeepgramSocket(access, '/v1/listen', query(options), {
      open: () => {
        this.#answered()
        sink.opened?.()
      },
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

  send(pcm: Buffer, isSilence = false): void {
    this.#sentAt = this.#clock.now()
    this.#unansweredBytes += pcm.length
    const unansweredMs = msOf(this.#unansweredBytes, this.#options.sampleRateHz)
    // Audio alone may come faster than time, when what was missed is sent.
    if (Math.min(unansweredMs, this.#sentAt - this.#answeredAt) <= this.#patienceMs) this.#gather(pcm, isSilence)
    else this.#fail(new ProviderError('timeout', 'Deepgram sends no transcripts'))
  }

  finalize(): void {
    if (this.#patienceMs === UNANSWERED_MS) this.#answered(UNFINALIZED_MS)
    this.#sendHeld()
    this.#socket.sendText({ type: 'Finalize' })
  }

  close(): void {
    this.#closed = true
    this.#stopKeepAlive()
    this.#sendHeld()
    this.#socket.close({ type: 'CloseStream' })
  }

  #keepAlive(): void {
    this.#stopKeepAlive = this.#clock.wakeAt(this.#sentAt + KEEP_ALIVE_MS, () => {
      const quiet = this.#clock.now() - this.#sentAt >= KEEP_ALIVE_MS
      if (quiet) this.#sentAt = this.#clock.now()
      this.#keepAlive()
      // Last: sending may fail, and what fails keeps no timer.
      if (!quiet) return
      this.#sendHeld()
      this.#socket.sendText({ type: 'KeepAlive' })
    })
  }

  #gather(pcm: Buffer, isSilence: boolean): void {
    const enough = isSilence ? this.#piece.length : this.#pieceBytes
    for (let from = 0; from < pcm.length; ) {
      const copied = pcm.copy(this.#piece, this.#held, from)
      from += copied
      this.#held += copied
      if (this.#held >= enough) this.#sendHeld()
    }
  }

  #sendHeld(): void {
    if (this.#held === 0) return
    const piece = this.#piece.subarray(0, this.#held)
    this.#held = 0
    this.#socket.sendBinary(piece)
  }

  /** Deepgram lives, but is of no use. */
  #fail(error: ProviderError): void {
    if (this.#closed) return
    this.close()
    this.#sink.failed(error)
  }

  #answered(patienceMs: Millis = UNANSWERED_MS): void {
    this.#unansweredBytes = 0
    this.#answeredAt = this.#clock.now()
    this.#patienceMs = patienceMs
  }

  #told(message: Record<string, unknown>): void {
    if (message.type !== 'Results') return
    const best = alternative(message)
    if (best === null) {
      return this.#fail(new ProviderError('malformed', 'Deepgram sent Results without a transcript'))
    }
    const heard = { text: best.transcript, confidence: best.confidence, language: this.#options.language }
    const finalized = message.from_finalize === true
    const endsAt = numberOf(message.start) + numberOf(message.duration)
    const isFinal = message.is_final === true
    const isNew = endsAt > (isFinal ? this.#finalUntil : this.#heardUntil)
    const endsSpeech = message.speech_final === true
    const repeats = isFinal ? !isNew && !finalized : heard.text === this.#lastPartial || heard.text === ''
    // A provider that repeats itself says nothing.
    if (isNew || !repeats) {
      this.#answered()
      this.#sink.progressed?.()
    }
    this.#heardUntil = Math.max(this.#heardUntil, endsAt)
    if (repeats) return
    this.#lastPartial = isFinal ? '' : heard.text
    if (!isFinal) return this.#sink.partial(heard)
    this.#finalUntil = Math.max(this.#finalUntil, endsAt)
    const untilMs = 1000 * (best.endsAt ?? Math.max(0, endsAt - MARGIN_SEC))
    this.#sink.final({ ...heard, text: isNew ? heard.text : '', finalized, endsSpeech, untilMs })
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

interface Alternative {
  readonly transcript: string
  readonly confidence: number
  /** Where its last word ends, in seconds of the stream. */
  readonly endsAt: number | null
}

function alternative(message: Record<string, unknown>): Alternative | null {
  const alternatives = (message.channel as { alternatives?: unknown } | undefined)?.alternatives
  const first: unknown = Array.isArray(alternatives) ? alternatives[0] : undefined
  const { transcript, confidence, words } = (first ?? {}) as Record<string, unknown>
  if (typeof transcript !== 'string') return null
  const sure = typeof confidence === 'number' && Number.isFinite(confidence) ? confidence : 0
  const lastEnd: unknown = Array.isArray(words) ? words.at(-1)?.end : undefined
  return {
    transcript: transcript.slice(0, 32_768).trim(),
    confidence: Math.min(1, Math.max(0, sure)),
    endsAt: typeof lastEnd === 'number' && Number.isFinite(lastEnd) ? lastEnd : null,
  }
}

const numberOf = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0)
