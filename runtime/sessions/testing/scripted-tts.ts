import { bytesOf } from '#runtime/core/audio.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts, TtsOptions, TtsSink, TtsStream } from '#runtime/ports/tts.ts'

export interface TtsScript {
  /** Default 200. */
  readonly msPerWord?: Millis
  /** From words to their audio. Default 100. */
  readonly delayMs?: Millis
  /** When each stream fails, since it was opened; the last holds for all further ones, and null is never. */
  readonly fails?: readonly (Millis | null)[]
  /** Between two chunks of one piece. Default 0. */
  readonly chunkMs?: Millis
}

const CHUNK_MS: Millis = 130

/** A voice whose every sample is another number, so that what is lost or doubled is seen. */
export class ScriptedTts implements Tts {
  readonly name = 'scripted'
  /** What it was given to say, piece by piece. */
  readonly said: string[] = []
  /** The audio that it gave. */
  readonly given: Buffer[] = []
  readonly #clock: Clock
  readonly #script: TtsScript
  #samples = 0
  #opened = 0

  constructor(clock: Clock, script: TtsScript) {
    this.#clock = clock
    this.#script = script
  }

  open(options: TtsOptions, sink: TtsSink): TtsStream {
    const { delayMs = 100, chunkMs = 0, fails = [] } = this.#script
    const failsAt = fails[Math.min(this.#opened++, fails.length - 1)] ?? null
    let due: (() => void)[] = []
    let over = false
    let last: Millis = 0
    const drop = (): void => {
      for (const cancel of due) cancel()
      due = []
    }
    const later = (happen: () => void, ms: Millis, since = this.#clock.now()): void => {
      last = Math.max(last, since + ms)
      due.push(this.#clock.wakeAt(last, happen))
    }
    let pieces = 0
    later(() => sink.opened?.(), 0)
    if (failsAt !== null) {
      const cancel = this.#clock.wakeAt(this.#clock.now() + failsAt, () => {
        if (over) return
        over = true
        drop()
        sink.failed(new ProviderError('server_error', 'the voice broke', { status: 500 }))
      })
      due.push(cancel)
    }
    const stopFailure = due.splice(0)
    return {
      say: (text) => {
        if (over) return
        this.said.push(text)
        const chunks = [...this.#speech(text, options.sampleRateHz)]
        for (const [i, chunk] of chunks.entries()) {
          later(() => over || sink.audio(chunk), i === 0 ? delayMs : chunkMs, i === 0 ? undefined : last)
        }
        const said = ++pieces
        later(() => over || sink.flushed?.(said), 0)
      },
      finish: () => {
        pieces = 0
        if (!over) later(() => sink.finished(), delayMs)
      },
      clear: () => {
        pieces = 0
        drop()
      },
      close: () => {
        over = true
        drop()
        for (const cancel of stopFailure) cancel()
      },
    }
  }

  *#speech(text: string, rate: number): Iterable<Buffer> {
    const { msPerWord = 200 } = this.#script
    const samples = new Int16Array(bytesOf(text.split(' ').length * msPerWord, rate) / 2)
    for (let i = 0; i < samples.length; i++) samples[i] = this.#samples++
    const audio = Buffer.from(samples.buffer)
    this.given.push(audio)
    for (let from = 0; from < audio.length; from += bytesOf(CHUNK_MS, rate)) {
      yield audio.subarray(from, from + bytesOf(CHUNK_MS, rate))
    }
  }
}
