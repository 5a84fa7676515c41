import { type Mark, MarkReader } from './reader.ts'
import type { Flaw } from './tape.ts'

/** One utterance as it was heard; `_` stands for a code that is missing. */
export interface Utterance {
  readonly startMs: number
  endMs: number
  text: string
  /** Its end was heard; false when it was cut short. */
  whole: boolean
}

const mostKept = 1000

/**
 * Listens to marked speech and writes down what was said and what is wrong with the audio: for a test, or a page, that
 * hears an agent. Push PCM16 as it comes; look at `text`, `utterances` and `flaws` at any time.
 */
export class Ear {
  readonly utterances: Utterance[] = []
  /** Every place where audio is lost, muted, doubled or out of order; the last thousand. */
  readonly flaws: Flaw[] = []
  readonly #reader: MarkReader

  /** Throws RangeError for a rate other than 8, 16, 24, 32 or 48 kHz. */
  constructor(sampleRate: number) {
    this.#reader = new MarkReader(sampleRate, {
      mark: (mark) => this.#mark(mark),
      flaw: (flaw) => keep(this.flaws, flaw),
    })
  }

  /** All that was heard, utterances parted by a space. */
  get text(): string {
    return this.utterances.map(({ text }) => text).join(' ')
  }

  get heardMs(): number {
    return this.#reader.heardMs
  }

  push(audio: Int16Array | Uint8Array): void {
    if (audio instanceof Int16Array) this.#reader.push(audio)
    else this.#reader.pushBytes(audio)
  }

  #mark(mark: Mark): void {
    if (mark.type === 'began') {
      keep(this.utterances, { startMs: mark.atMs, endMs: mark.atMs, text: '', whole: false })
      return
    }
    const utterance = this.utterances.at(-1)!
    utterance.endMs = mark.atMs
    if (mark.type === 'letter') utterance.text += mark.letter
    if (mark.type === 'gap') utterance.text += '_'.repeat(mark.codes)
    if (mark.type === 'ended') utterance.whole = true
  }
}

function keep<T>(list: T[], item: T): void {
  list.push(item)
  if (list.length > mostKept) list.shift()
}
