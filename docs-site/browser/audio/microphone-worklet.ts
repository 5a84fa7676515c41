import { pcm16, Resampler } from './resampler.ts'

/** What an AudioWorklet has around it (Web Audio API 1.32); TypeScript's library does not know it. */
declare const sampleRate: number
declare function registerProcessor(name: string, processor: unknown): void
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}

const RATE_HZ = 16_000
/** 20 ms. */
const FRAME = 320

/** The microphone as frames of PCM16 at 16 kHz, 20 ms each. */
class MicrophoneProcessor extends AudioWorkletProcessor {
  readonly #resampler = new Resampler(sampleRate, RATE_HZ)
  #waiting: number[] = []

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const [channel] = input ?? []
    if (channel !== undefined) this.#waiting.push(...this.#resampler.push(channel))
    while (this.#waiting.length >= FRAME) {
      const frame = pcm16(Float32Array.from(this.#waiting.splice(0, FRAME)))
      this.port.postMessage(frame, [frame.buffer])
    }
    return true
  }
}

registerProcessor('microphone', MicrophoneProcessor)
