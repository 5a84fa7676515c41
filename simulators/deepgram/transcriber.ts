import { MarkReader } from '../speech/reader.ts'
import type { ListenOptions } from './listen-query.ts'
import { alternative, type ListenMessage, type Results, seconds } from './results.ts'
import { Segment } from './segment.ts'

/** Mean square of a hop that counts as sound: -40 dBFS. */
const loud = 1e-4
const loudHops = 8
/** Silence of an unmarked voice that ends it, at least; between marks a shorter one is no silence. */
const leastQuietMs = 100
const leastUnmarkedMs = 40
const interimEveryMs = 100
/** A segment becomes final after so long even when nobody pauses, or nobody speaks. */
const longestSegmentMs = 5000

/**
 * Hears marked speech and says what Deepgram would say about it, in time of the audio alone: the same audio gives the
 * same messages. A voice without marks gives SpeechStarted and empty transcripts.
 */
export class Transcriber {
  readonly #options: ListenOptions
  readonly #requestId: string
  readonly #modelId: string
  readonly #send: (message: ListenMessage) => void
  readonly #reader: MarkReader
  readonly #segment = new Segment()
  #segmentFromMs = 0
  #interimWords = 0
  #interimAtMs = 0
  #loudHops = 0
  #loudMs = -1
  #speaking = false
  #lastWordEndMs = -1
  #toldEndMs = -1

  constructor(
    options: ListenOptions,
    ids: { requestId: string; modelId: string },
    send: (message: ListenMessage) => void,
  ) {
    this.#options = options
    this.#requestId = ids.requestId
    this.#modelId = ids.modelId
    this.#send = send
    this.#reader = new MarkReader(options.sampleRate, {
      mark: (mark) => this.#segment.add(mark),
      hop: (meanSquare, atMs) => this.#hop(meanSquare, atMs),
    })
  }

  /** Milliseconds of audio heard. */
  get heardMs(): number {
    return this.#reader.heardMs
  }

  /** Little-endian PCM16, in pieces of any size. */
  hear(bytes: Uint8Array): void {
    this.#reader.pushBytes(bytes)
  }

  hearSamples(samples: Int16Array): void {
    this.#reader.push(samples)
  }

  /** Makes everything heard so far final, also when that is nothing. */
  finalize(fromFinalize: boolean): void {
    this.#segment.endWord()
    this.#final(this.heardMs, true, fromFinalize)
  }

  #hop(meanSquare: number, atMs: number): void {
    this.#sound(meanSquare, atMs)
    if (this.#options.interimResults) this.#interim(atMs)
    this.#endpoint(atMs)
    this.#utteranceEnd(atMs)
    if (atMs - this.#segmentFromMs >= longestSegmentMs) this.#final(atMs, false, false)
  }

  #sound(meanSquare: number, atMs: number): void {
    this.#loudHops = meanSquare >= loud ? this.#loudHops + 1 : 0
    if (this.#loudHops > 0) this.#loudMs = atMs
    if (this.#speaking || (this.#loudHops < loudHops && this.#segment.isEmpty)) return
    this.#speaking = true
    if (!this.#options.vadEvents) return
    this.#send({ type: 'SpeechStarted', channel: [0, 1], timestamp: seconds(atMs) })
  }

  #interim(atMs: number): void {
    const { words } = this.#segment
    if (words.length <= this.#interimWords || atMs - this.#interimAtMs < interimEveryMs) return
    this.#interimWords = words.length
    this.#interimAtMs = atMs
    this.#send(this.#results(atMs, { is_final: false, speech_final: false, from_finalize: false }))
  }

  #endpoint(atMs: number): void {
    const { endpointingMs } = this.#options
    if (!this.#speaking || endpointingMs === undefined) return
    const unmarkedMs = atMs - this.#reader.markedMs
    const over = this.#segment.isEmpty
      ? Math.min(unmarkedMs, atMs - this.#loudMs) >= Math.max(endpointingMs, leastQuietMs)
      : unmarkedMs >= Math.max(endpointingMs, leastUnmarkedMs)
    if (!over) return
    this.#segment.endWord()
    this.#final(atMs, true, false)
  }

  #utteranceEnd(atMs: number): void {
    const { utteranceEndMs } = this.#options
    if (utteranceEndMs === undefined || atMs - this.#reader.markedMs < utteranceEndMs) return
    if (!this.#segment.isEmpty) {
      this.#segment.endWord()
      this.#final(atMs, false, false)
    }
    if (this.#lastWordEndMs <= this.#toldEndMs) return
    this.#toldEndMs = this.#lastWordEndMs
    this.#speaking = false
    this.#send({ type: 'UtteranceEnd', channel: [0, 1], last_word_end: seconds(this.#lastWordEndMs) })
  }

  #final(atMs: number, speechFinal: boolean, fromFinalize: boolean): void {
    this.#lastWordEndMs = this.#segment.words.at(-1)?.endMs ?? this.#lastWordEndMs
    this.#send(this.#results(atMs, { is_final: true, speech_final: speechFinal, from_finalize: fromFinalize }))
    this.#segment.take()
    this.#segmentFromMs = atMs
    this.#interimWords = 0
    if (speechFinal) this.#speaking = false
  }

  #results(atMs: number, kind: Pick<Results, 'is_final' | 'speech_final' | 'from_finalize'>): Results {
    const { model, language, formatted } = this.#options
    return {
      type: 'Results',
      channel_index: [0, 1],
      duration: seconds(atMs - this.#segmentFromMs),
      start: seconds(this.#segmentFromMs),
      ...kind,
      channel: { alternatives: [alternative(this.#segment.words, formatted, language)] },
      metadata: {
        request_id: this.#requestId,
        model_info: { name: `${model}-simulator`, version: '1', arch: model },
        model_uuid: this.#modelId,
      },
      ...(kind.is_final && { entities: [] as const }),
    }
  }
}
