import type { Clock, Millis } from '#runtime/core/clock.ts'
import { FrameCutter } from '#runtime/pipeline/frames.ts'
import { VoiceDetector, type VoiceListener } from '#runtime/pipeline/voice-detector.ts'
import type { Asr, AsrOptions, AsrSink, AsrStream } from '#runtime/ports/asr.ts'

/** The caller's audio on its way in: cut into frames, heard by the transcriber, watched for a voice. */
export class CallerEar {
  readonly #clock: Clock
  readonly #asr: AsrStream
  readonly #cutter: FrameCutter
  readonly #detector: VoiceDetector
  #at: Millis = 0

  constructor(ports: { asr: Asr; clock: Clock }, options: AsrOptions, listener: AsrSink & VoiceListener) {
    this.#clock = ports.clock
    this.#asr = ports.asr.open(options, listener)
    this.#detector = new VoiceDetector(listener)
    this.#cutter = new FrameCutter(options.sampleRateHz, (frame) => {
      this.#asr.send(frame)
      this.#detector.push(frame, this.#at)
    })
  }

  hear(pcm: Buffer): void {
    this.#at = this.#clock.now()
    this.#cutter.push(pcm)
  }

  /** Asks for the words that are still open. */
  flush(): void {
    this.#asr.finalize()
  }

  close(): void {
    this.#asr.close()
  }
}
