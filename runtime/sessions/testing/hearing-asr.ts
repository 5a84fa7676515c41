import { frameMs } from '#runtime/core/audio.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Asr, AsrSink, AsrStream, Heard } from '#runtime/ports/asr.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { frameNumber } from './caller-audio.ts'

/** A word of the caller, and where it lies in their audio. */
export type SpokenWord = readonly [from: Millis, to: Millis, word: string]

export interface HearingScript {
  readonly says: readonly SpokenWord[]
  /** What is wrong with each stream, in the order in which they are opened; further ones are sound. */
  readonly streams?: readonly StreamFault[]
  /** From audio to words. Default 30. */
  readonly delayMs?: Millis
}

export interface StreamFault {
  /** Default 20. */
  readonly opensMs?: Millis
  /** It is refused. */
  readonly refused?: ProviderError
  /** It fails so long after it opened. */
  readonly failsMs?: Millis
  readonly failure?: ProviderError
  /** It says nothing any more, so long after it opened. */
  readonly stallsMs?: Millis
}

const FINAL_AFTER_MS: Millis = 300

/** A transcriber that hears the words that it was really given, frame by frame: of a word that lacks some it hears `_`. */
export class HearingAsr implements Asr {
  readonly name = 'hearing'
  readonly #clock: Clock
  readonly #script: HearingScript
  /** When each stream was opened. */
  readonly opened: Millis[] = []
  /** Frames that each stream was given. */
  readonly frames: number[] = []

  constructor(clock: Clock, script: HearingScript) {
    this.#clock = clock
    this.#script = script
  }

  open(_options: unknown, sink: AsrSink): AsrStream {
    const index = this.opened.push(this.#clock.now()) - 1
    this.frames.push(0)
    const {
      opensMs = 20,
      refused,
      failsMs,
      failure,
      stallsMs = Number.POSITIVE_INFINITY,
    } = this.#script.streams?.[index] ?? {}
    const { delayMs = 30 } = this.#script
    const due = new Set<() => void>()
    const later = (ms: Millis, happen: () => void): void => {
      const cancel = this.#clock.wakeAt(this.#clock.now() + ms, () => {
        due.delete(cancel)
        happen()
      })
      due.add(cancel)
    }
    const close = (): void => {
      for (const cancel of due) cancel()
      due.clear()
    }
    later(opensMs, () => {
      if (refused === undefined) return sink.opened?.()
      close()
      sink.failed(refused)
    })
    if (failsMs !== undefined) {
      later(opensMs + failsMs, () => {
        close()
        sink.failed(failure ?? new ProviderError('disconnected', 'the transcriber hung up'))
      })
    }
    const ear = new Ear(this.#script.says)
    const stallsAt = this.#clock.now() + opensMs + stallsMs
    const says = (told: Told): void =>
      later(delayMs, () => {
        if (this.#clock.now() < stallsAt) tell(sink, told)
      })
    return {
      send: (pcm) => {
        for (let at = 0; at < pcm.length; at += 640) {
          this.frames[index] = this.frames[index]! + 1
          for (const told of ear.hear(frameNumber(pcm.subarray(at)))) says(told)
        }
      },
      finalize: () => says(ear.finalize()),
      close,
    }
  }
}

type Told = { readonly text: string; readonly final?: { readonly finalized: boolean; readonly untilMs: Millis } }

/** What one stream hears. */
class Ear {
  readonly #says: readonly SpokenWord[]
  /** The number of each frame that came. */
  readonly #frames: number[] = []
  readonly #came = new Set<number>()
  #words: string[] = []
  #endsAt = 0

  constructor(says: readonly SpokenWord[]) {
    this.#says = says
  }

  *hear(frame: number): Iterable<Told> {
    this.#frames.push(frame)
    this.#came.add(frame)
    for (const [from, to, word] of this.#says) {
      if (to / frameMs - 1 !== frame) continue
      const numbers = Array.from({ length: (to - from) / frameMs }, (_, i) => from / frameMs + i)
      this.#words.push(numbers.every((number) => this.#came.has(number)) ? word : '_')
      this.#endsAt = this.#frames.length
      yield { text: this.#words.join(' ') }
    }
    if (this.#words.length > 0 && (this.#frames.length - this.#endsAt) * frameMs >= FINAL_AFTER_MS) {
      yield this.#final(false)
    }
  }

  finalize(): Told {
    return this.#final(true)
  }

  #final(finalized: boolean): Told {
    const text = this.#words.join(' ')
    this.#words = []
    const untilMs = text === '' ? Math.max(0, this.#frames.length * frameMs - 500) : this.#endsAt * frameMs
    return { text, final: { finalized, untilMs } }
  }
}

function tell(sink: AsrSink, { text, final }: Told): void {
  sink.progressed?.()
  const heard: Heard = { text, confidence: 0.9, language: 'en-IN' }
  if (final) sink.final({ ...heard, ...final })
  else sink.partial(heard)
}
