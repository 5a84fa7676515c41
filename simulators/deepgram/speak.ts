import type { Clock } from '#runtime/core/clock.ts'
import type { Line } from '../faults/line.ts'
import { parseJson } from '../http/answer.ts'
import { breathsOf, takeSentences } from './sentences.ts'
import type { SpeakOptions } from './speak-query.ts'
import { chunksOf, type Synthesizer } from './synthesizer.ts'

export type SpeakMessage =
  | {
      readonly type: 'Metadata'
      readonly request_id: string
      readonly model_name: string
      readonly model_version: string
      readonly model_uuid: string
      readonly additional_model_uuids: readonly string[]
    }
  | { readonly type: 'Flushed' | 'Cleared'; readonly sequence_id: number }
  | { readonly type: 'Warning'; readonly code: string; readonly description: string }

export interface SpeakParts {
  readonly options: SpeakOptions
  readonly clock: Clock
  readonly newId: () => string
  readonly requestId: string
  readonly synthesizer: Synthesizer
  /** Carries messages and audio, with the faults that are set. */
  readonly line: Line
  /** Closes the connection; called once. */
  close(code: number, reason: string): void
}

type Job =
  | { readonly type: 'say'; readonly sentence: string }
  | { readonly type: 'flushed' }
  | { readonly type: 'close' }

const mostFlushes = 20
const flushWindowMs = 60_000
const longestText = 2000
const mostJobs = 1000

/**
 * One connection of `/v1/speak`, without its socket. Complete sentences are said at once, the rest waits for Flush;
 * audio goes out as fast as the line takes it. https://developers.deepgram.com/docs/tts-websocket
 */
export class SpeakSession {
  readonly #parts: SpeakParts
  #text = ''
  #jobs: Job[] = []
  #isSpeaking = false
  #epoch = 0
  #flushed = 0
  #cleared = 0
  #flushesAt: number[] = []
  #closed = false

  constructor(parts: SpeakParts) {
    this.#parts = parts
    this.#tell({
      type: 'Metadata',
      request_id: parts.requestId,
      model_name: parts.options.model,
      model_version: '1',
      model_uuid: parts.newId(),
      additional_model_uuids: [],
    })
  }

  /** Speak, Flush, Clear or Close; anything else closes the connection with DATA-0000. */
  message(text: string): void {
    if (this.#closed) return
    const message = parseJson(text) as { type?: unknown; text?: unknown } | null | undefined
    if (message?.type === 'Speak' && typeof message.text === 'string') return this.#speak(message.text)
    if (message?.type === 'Flush') return this.#flush()
    if (message?.type === 'Clear') return this.#clear()
    if (message?.type === 'Close') return this.#finish()
    this.#close(1008, 'DATA-0000')
  }

  /** Deepgram takes no audio here. */
  audio(): void {
    if (!this.#closed) this.#close(1008, 'DATA-0000')
  }

  /** The socket is gone. */
  end(): void {
    this.#closed = true
    this.#epoch++
    this.#jobs = []
  }

  #speak(text: string): void {
    if (text.length > longestText || this.#text.length + text.length > 4 * longestText) {
      return this.#warn('TEXT_TOO_LONG', `The text is over ${longestText} characters and is not spoken.`)
    }
    const { sentences, rest } = takeSentences(this.#text + text)
    this.#text = rest
    for (const sentence of sentences) this.#addSentence(sentence)
  }

  #flush(): void {
    const now = this.#parts.clock.now()
    this.#flushesAt = this.#flushesAt.filter((at) => now - at < flushWindowMs)
    if (this.#flushesAt.length >= mostFlushes) {
      return this.#warn(
        'TOO_MANY_FLUSHES',
        `Over ${mostFlushes} Flush messages in 60 seconds: this one is not processed.`,
      )
    }
    this.#flushesAt.push(now)
    this.#sayRest()
    this.#add({ type: 'flushed' })
  }

  #clear(): void {
    this.#text = ''
    this.#jobs = []
    this.#epoch++
    this.#tell({ type: 'Cleared', sequence_id: this.#cleared++ })
  }

  #finish(): void {
    this.#sayRest()
    this.#add({ type: 'close' })
  }

  #sayRest(): void {
    const sentence = this.#text.trim()
    this.#text = ''
    if (sentence) this.#addSentence(sentence)
  }

  #addSentence(sentence: string): void {
    for (const breath of breathsOf(sentence)) this.#add({ type: 'say', sentence: breath })
  }

  #add(job: Job): void {
    if (this.#jobs.length >= mostJobs) return this.#close(1008, 'DATA-0000')
    this.#jobs.push(job)
    if (!this.#isSpeaking) void this.#run()
  }

  async #run(): Promise<void> {
    this.#isSpeaking = true
    this.#parts.line.begin()
    for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
      if (job.type === 'say') await this.#say(job.sentence)
      else if (job.type === 'close') this.#close(1000, '')
      else {
        this.#tell({ type: 'Flushed', sequence_id: this.#flushed++ })
        this.#parts.line.begin()
      }
    }
    this.#isSpeaking = false
  }

  async #say(sentence: string): Promise<void> {
    const { synthesizer, options, line } = this.#parts
    const epoch = this.#epoch
    for (const chunk of chunksOf(synthesizer.say(sentence, options), options)) {
      if (!(await line.send(chunk, () => epoch === this.#epoch))) return
    }
  }

  #warn(code: string, description: string): void {
    this.#tell({ type: 'Warning', code, description })
  }

  #tell(message: SpeakMessage): void {
    this.#parts.line.tell(JSON.stringify(message))
  }

  #close(code: number, reason: string): void {
    this.end()
    this.#parts.close(code, reason)
  }
}
