import type { ProviderError } from './provider-error.ts'

export interface TtsOptions {
  readonly voiceId: string
  /** 1 is the voice's own. */
  readonly rate: number
  readonly sampleRateHz: number
}

/** Told in order. `failed` comes at most once, and nothing after it; after `close` nothing comes. */
export interface TtsSink {
  /** The provider has let us in. */
  opened?(): void
  /** Audio of the current utterance, PCM16 LE mono, whole samples; the buffer is the sink's. */
  audio(pcm: Buffer): void
  /** All audio of the first so many pieces of the utterance (calls of `say`) has come. */
  flushed?(pieces: number): void
  /** All audio of the utterance that `finish` closed has come. */
  finished(): void
  failed(error: ProviderError): void
}

export interface TtsStream {
  /** The next words of the current utterance. */
  say(text: string): void
  /** No more words in this utterance; answered by `finished`. */
  finish(): void
  /** Drops the current utterance: no audio of it comes any more, nor its `finished`. */
  clear(): void
  close(): void
}

/** Streaming speech synthesis (FR-A3); open it when the call begins, so that the first answer finds it warm. */
export interface Tts {
  readonly name: string
  open(options: TtsOptions, sink: TtsSink): TtsStream
}
