import { pcm16 } from './pcm16.ts'
import { PlaybackQueue } from './playback-queue.ts'
import { Resampler } from './resampler.ts'

/** What an AudioWorklet has around it (Web Audio API 1.32); TypeScript's library does not know it. */
declare const sampleRate: number
declare function registerProcessor(name: string, processor: unknown): void
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}

/** Told of the loudspeaker: samples that were played since the `clear` with this number. */
export interface PlayedReport {
  readonly clears: number
  readonly played: number
}

/** Frames in a second, both ways. */
const FRAMES = 50

/** The microphone as frames of PCM16, 20 ms each. */
class MicrophoneProcessor extends AudioWorkletProcessor {
  readonly #resampler: Resampler
  readonly #frame: Float32Array
  #filled = 0

  constructor({ processorOptions: { rateHz } }: { processorOptions: { rateHz: number } }) {
    super()
    this.#resampler = new Resampler(sampleRate, rateHz)
    this.#frame = new Float32Array(rateHz / FRAMES)
  }

  process([input]: readonly (readonly Float32Array[])[]): boolean {
    const [channel] = input ?? []
    if (channel === undefined) return true
    for (const sample of this.#resampler.push(channel)) {
      this.#frame[this.#filled] = sample
      this.#filled += 1
      if (this.#filled === this.#frame.length) this.#tell()
    }
    return true
  }

  #tell(): void {
    this.#filled = 0
    const frame = pcm16(this.#frame)
    this.port.postMessage(frame, [frame.buffer])
  }
}

/** Plays what it is sent, and tells how far it came. */
class LoudspeakerProcessor extends AudioWorkletProcessor {
  readonly #queue = new PlaybackQueue(sampleRate)
  #clears = 0
  #told = 0

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<Float32Array | 'clear'>) => {
      if (data !== 'clear') return this.#queue.push(data)
      this.#queue.clear()
      this.#clears += 1
      this.#told = 0
    }
  }

  process(_inputs: unknown, [output]: readonly (readonly Float32Array[])[]): boolean {
    const [channel] = output ?? []
    if (channel === undefined) return true
    this.#queue.pull(channel)
    const { played, queued } = this.#queue
    if (played - this.#told >= sampleRate / FRAMES || (queued === 0 && played > this.#told)) {
      this.#told = played
      this.port.postMessage({ clears: this.#clears, played } satisfies PlayedReport)
    }
    return true
  }
}

registerProcessor('invorto-microphone', MicrophoneProcessor)
registerProcessor('invorto-loudspeaker', LoudspeakerProcessor)
