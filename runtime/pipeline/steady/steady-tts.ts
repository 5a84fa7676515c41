import { msOf } from '#runtime/core/audio.ts'
import { isFinal, type RetryPolicy } from '#runtime/domain/providers/retry.ts'
import type { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts, TtsOptions, TtsSink, TtsStream } from '#runtime/ports/tts.ts'
import { type AttemptPorts, Attempts } from './attempts.ts'

const policy: RetryPolicy = { tries: 2, firstMs: 100, longestMs: 100, patienceMs: 2_000 }

/**
 * A voice that survives the loss of its stream in the middle of an utterance (NFR 4.3). What audio had come is kept and
 * goes on being heard; on a new stream the words since the last known boundary are said again, and of their audio as much
 * is dropped as had come: the same words of the same voice last as long.
 */
export function steadyTts(inner: Tts, ports: AttemptPorts): Tts {
  return { name: inner.name, open: (options, sink) => new SteadyTtsStream(inner, ports, options, sink) }
}

class SteadyTtsStream implements TtsStream {
  readonly #tts: Tts
  readonly #ports: AttemptPorts
  readonly #options: TtsOptions
  readonly #sink: TtsSink
  readonly #attempts: Attempts
  #stream: TtsStream | null = null
  #utterance: 'none' | 'begun' | 'finishing' = 'none'
  /** What is said and not yet known to have come. */
  #pieces: string[] = []
  /** How many pieces of the stream's utterance have come. */
  #flushed = 0
  /** Bytes of `#pieces` that have come. */
  #come = 0
  /** Bytes that come once more. */
  #again = 0
  #repeatedBytes = 0
  #repeatedCharacters = 0
  #closed = false
  #cancel: (() => void) | null = null

  constructor(tts: Tts, ports: AttemptPorts, options: TtsOptions, sink: TtsSink) {
    this.#tts = tts
    this.#ports = ports
    this.#options = options
    this.#sink = sink
    this.#attempts = new Attempts(ports, policy)
    this.#connect()
  }

  say(text: string): void {
    if (this.#closed) return
    this.#utterance = 'begun'
    this.#pieces.push(text)
    if (this.#stream === null) this.#connectForWords()
    else this.#stream.say(text)
  }

  finish(): void {
    if (this.#closed || this.#utterance === 'finishing') return
    this.#utterance = 'finishing'
    if (this.#stream !== null) this.#stream.finish()
    else if (this.#pieces.length === 0) this.#finishLater()
    else this.#connectForWords()
  }

  clear(): void {
    this.#forget()
    this.#stream?.clear()
  }

  close(): void {
    this.#closed = true
    this.#forget()
    this.#cancel?.()
    this.#cancel = null
    this.#stream?.close()
    this.#stream = null
  }

  /** Unless a try is due anyway. */
  #connectForWords(): void {
    if (this.#cancel === null) this.#connect()
  }

  #connect(): void {
    const refused = this.#attempts.ask()
    // Not at once: whoever opens us, or speaks, is not done yet.
    if (refused) return this.#later(0, () => this.#lost(refused))
    this.#flushed = 0
    this.#again = this.#come
    this.#repeatedBytes += this.#come
    this.#stream = this.#tts.open(this.#options, {
      opened: () => this.#attempts.accepted(),
      audio: (pcm) => this.#audio(pcm),
      flushed: (pieces) => this.#flushedUpTo(pieces),
      finished: () => this.#finished(),
      failed: (error) => this.#lost(error),
    })
    for (const piece of this.#pieces) this.#stream?.say(piece)
    if (this.#utterance === 'finishing') this.#stream?.finish()
  }

  #audio(pcm: Buffer): void {
    if (this.#utterance === 'none') return
    const dropped = Math.min(this.#again, pcm.length)
    this.#again -= dropped
    if (dropped === pcm.length) return
    this.#come += pcm.length - dropped
    this.#serves()
    this.#sink.audio(dropped === 0 ? pcm : pcm.subarray(dropped))
  }

  #flushedUpTo(pieces: number): void {
    this.#pieces.splice(0, pieces - this.#flushed)
    this.#flushed = pieces
    this.#come = 0
    this.#again = 0
    this.#attempts.reset()
  }

  #finished(): void {
    this.#serves()
    this.#attempts.reset()
    this.#forget()
    this.#sink.finished()
  }

  #serves(): void {
    const replayedMs = msOf(this.#repeatedBytes, this.#options.sampleRateHz)
    this.#attempts.serves({ replayedMs, repeatedCharacters: this.#repeatedCharacters })
    this.#repeatedBytes = 0
    this.#repeatedCharacters = 0
  }

  #lost(error: ProviderError): void {
    if (this.#closed) return
    if (this.#stream !== null) this.#repeatedCharacters += this.#pieces.join('').length
    this.#stream = null
    const isIdle = this.#utterance === 'none'
    const wait = this.#attempts.failed(error, isIdle)
    if (wait !== null) return this.#later(wait, () => this.#connect())
    // Nothing is lost: the next words try anew.
    if (isIdle && !isFinal(error)) return this.#attempts.reset()
    this.close()
    this.#sink.failed(error)
  }

  #finishLater(): void {
    this.#later(0, () => this.#finished())
  }

  #later(ms: number, happen: () => void): void {
    this.#cancel?.()
    this.#cancel = this.#ports.clock.wakeAt(this.#ports.clock.now() + ms, () => {
      this.#cancel = null
      happen()
    })
  }

  #forget(): void {
    this.#utterance = 'none'
    this.#pieces = []
    this.#flushed = 0
    this.#come = 0
    this.#again = 0
  }
}
