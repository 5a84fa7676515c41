import type { Millis } from '#runtime/core/clock.ts'
import type { ProviderError } from './provider-error.ts'

export interface AsrOptions {
  readonly model: string
  /** BCP 47. */
  readonly language: string
  readonly sampleRateHz: number
}

export interface Heard {
  readonly text: string
  readonly confidence: number
  readonly language: string
}

/** Words that will not change. */
export interface FinalHeard extends Heard {
  /** It answers `finalize`. */
  readonly finalized: boolean
  /** Whether the transcriber holds that the caller has stopped speaking; left out where it does not say. */
  readonly endsSpeech?: boolean
  /** Everything that was said in the first so many milliseconds of the stream's audio is final now. */
  readonly untilMs?: Millis
}

/** Told in order. `failed` comes at most once, and nothing after it; after `close` nothing comes. */
export interface AsrSink {
  /** The provider has let us in, and hears what is sent. */
  opened?(): void
  /** The provider has got further with the audio, whether it heard words or not; told before what it heard. */
  progressed?(): void
  /** Words so far; the next `partial` or `final` replaces them. */
  partial(heard: Heard): void
  /** Its text may be empty. */
  final(heard: FinalHeard): void
  /** Whether words come late from now on: not all that was said before can be known. */
  late?(isLate: boolean): void
  failed(error: ProviderError): void
}

export interface AsrStream {
  /**
   * Caller audio, PCM16 LE mono. Never blocks; the buffer may be reused after the call. `isSilence`: nobody has been heard for a
   * while, so that nothing waits for it.
   */
  send(pcm: Buffer, isSilence?: boolean): void
  /** Asks for the words that are still open; answered by a `final` with `finalized`. */
  finalize(): void
  close(): void
}

/** Streaming speech recognition (FR-A1). */
export interface Asr {
  readonly name: string
  /** Audio sent before the provider has answered is kept (bounded) and sent then. */
  open(options: AsrOptions, sink: AsrSink): AsrStream
}
