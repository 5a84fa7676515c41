import { frameMs } from '#runtime/core/audio.ts'
import { tone } from '#runtime/core/testing/tone.ts'
import { pause, sayText } from '#simulators/speech/voice.ts'
import { toBytes } from '#simulators/speech/wav.ts'

export const sampleRateHz = 16_000
const NOISE_LEVEL = 6_000

/** What the caller says, as frames: speech in the order it was begun, and silence else. */
export class Microphone {
  #speech: Buffer = Buffer.alloc(0)

  /** Marked speech, which the simulated transcriber hears word for word. */
  say(text: string): void {
    this.#add(Buffer.from(toBytes(sayText(text, sampleRateHz))), Buffer.from(toBytes(pause(100, sampleRateHz))))
  }

  /** A voice without words. */
  noise(ms: number): void {
    this.#add(tone((ms * sampleRateHz) / 1000, NOISE_LEVEL))
  }

  /** The next samples; 20 ms of them unless it is said otherwise. */
  frame(samples = (frameMs * sampleRateHz) / 1000): Buffer {
    const frame = Buffer.alloc(samples * 2)
    this.#speech.copy(frame, 0, 0, frame.length)
    this.#speech = this.#speech.subarray(frame.length)
    return frame
  }

  #add(...audio: Buffer[]): void {
    this.#speech = Buffer.concat([this.#speech, ...audio])
  }
}
