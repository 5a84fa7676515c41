import type { ProviderFailure } from '#generated/events.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Asr, AsrSink, AsrStream, Heard } from '#runtime/ports/asr.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'

export interface AsrScript {
  /** What is heard, and when; words that a `finalize` finds still open come back as its answer. */
  readonly words?: readonly (readonly [
    at: Millis,
    heard: { partial: string } | { final: string; confidence?: number },
  ])[]
  /** How long the answer to `finalize` takes; never when null. Default 30. */
  readonly finalizeMs?: Millis | null
  readonly failsAt?: Millis
  /** How it fails. Default: it hangs up, and does so again whenever it is opened. */
  readonly failure?: ProviderFailure
}

/** A transcriber that hears what it is told to hear, when it is told to. */
export class ScriptedAsr implements Asr {
  readonly name = 'scripted'
  /** Every byte that it was sent. */
  readonly audio: Buffer[] = []
  readonly #clock: Clock
  readonly #script: AsrScript

  constructor(clock: Clock, script: AsrScript) {
    this.#clock = clock
    this.#script = script
  }

  open(_options: unknown, sink: AsrSink): AsrStream {
    const { words = [], finalizeMs = 30, failsAt, failure = 'disconnected' } = this.#script
    const opened = this.#clock.now()
    const cancels: (() => void)[] = []
    let over = false
    let partial = ''
    const at = (instant: Millis, happen: () => void): void => {
      cancels.push(this.#clock.wakeAt(instant, () => over || happen()))
    }
    const close = (): void => {
      over = true
      for (const cancel of cancels) cancel()
    }
    at(opened, () => sink.opened?.())
    for (const [instant, heard] of words) {
      at(opened + instant, () => {
        partial = 'partial' in heard ? heard.partial : ''
        if ('partial' in heard) sink.partial(as(heard.partial))
        else sink.final({ ...as(heard.final, heard.confidence), finalized: false })
      })
    }
    if (failsAt !== undefined) {
      at(opened + failsAt, () => {
        close()
        sink.failed(new ProviderError(failure, 'the transcriber hung up'))
      })
    }
    return {
      send: (pcm) => void this.audio.push(Buffer.from(pcm)),
      finalize: () => {
        if (over || finalizeMs === null) return
        at(this.#clock.now() + finalizeMs, () => {
          const text = partial
          partial = ''
          sink.final({ ...as(text), finalized: true })
        })
      },
      close,
    }
  }
}

const as = (text: string, confidence = 0.9): Heard => ({ text, confidence, language: 'en-IN' })
