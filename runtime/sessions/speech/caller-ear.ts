import type { Clock, Millis } from '#runtime/core/clock.ts'
import { FrameCutter } from '#runtime/pipeline/frames.ts'
import { VoiceDetector, type VoiceListener } from '#runtime/pipeline/voice-detector.ts'
import type { Asr, AsrOptions, AsrSink, AsrStream } from '#runtime/ports/asr.ts'

/** A client that sends nothing for this long while its caller speaks has stopped its microphone (push-to-talk, mute). */
const LAPSE_MS: Millis = 400

/** The caller's audio on its way in: cut into frames, heard by the transcriber, watched for a voice. */
export class CallerEar {
  readonly #clock: Clock
  readonly #asr: AsrStream
  readonly #cutter: FrameCutter
  readonly #detector: VoiceDetector
  #at: Millis = 0
  #stopWatch: () => void = () => {}
  /** Hears every frame too, while somebody wants to know. */
  tap: ((frame: Buffer) => void) | null = null

  constructor(ports: { asr: Asr; clock: Clock }, options: AsrOptions, listener: AsrSink & VoiceListener) {
    this.#clock = ports.clock
    this.#asr = ports.asr.open(options, listener)
    this.#detector = new VoiceDetector({
      started: (since, at) => {
        this.#watch()
        listener.started(since, at)
      },
      stopped: (stoppedAt, at) => {
        this.#stopWatch()
        listener.stopped(stoppedAt, at)
      },
    })
    this.#cutter = new FrameCutter(options.sampleRateHz, (frame) => {
      this.#asr.send(frame)
      this.#detector.push(frame, this.#at)
      this.tap?.(frame)
    })
  }

  /** When the caller's voice was last heard; null where it was not yet. */
  get lastVoiceAt(): Millis | null {
    return this.#detector.lastVoiceAt
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
    this.#stopWatch()
    this.#asr.close()
  }

  /** Wakes when a voice may have lapsed; only while there is one. */
  #watch(): void {
    this.#stopWatch()
    this.#stopWatch = this.#clock.wakeAt(this.#at + LAPSE_MS, () => {
      const now = this.#clock.now()
      if (now - this.#at < LAPSE_MS) this.#watch()
      else this.#detector.lapse(now)
    })
  }
}
