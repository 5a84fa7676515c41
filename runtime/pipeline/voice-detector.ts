import { bytesOf, bytesPerSample, frameMs } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'

/** RMS of a PCM16 frame at -45 dBFS, squared: what is louder may be a voice. */
const LOUD = (32768 * 10 ** (-45 / 20)) ** 2
/** A voice is 6 dB above the noise that it is heard in… */
const ABOVE_FLOOR = 4
/** …of which 10 dB are learnt in some five seconds. */
const FLOOR_RISE = 1.01
/** A frame at this rate is the longest that is expected; longer ones are taken too. */
const MOST_HZ = 48_000
const LEAST_FLOOR = LOUD / ABOVE_FLOOR
/** Loud frames in a row that make a voice: a click is shorter. */
const ONSET_FRAMES = 3
/** Quiet frames in a row that end it: the gaps inside words are shorter. */
const RELEASE_FRAMES = 5

/** Power of a frame to full scale, in decibels; -200 for silence. */
export const powerDbfs = (frame: Buffer): number => Math.max(-200, 10 * Math.log10(variance(frame) / 32768 ** 2))

/** Whether nobody can be heard in the frame. */
export const isQuiet = (frame: Buffer): boolean => variance(frame) < LOUD

export interface VoiceListener {
  /** A voice is there since `since`. */
  started(since: Millis, at: Millis): void
  /** It fell silent; its last loud frame ended at `stoppedAt`. */
  stopped(stoppedAt: Millis, at: Millis): void
}

/** Finds the caller's voice by its energy, one 20 ms frame after the other. Allocates nothing per frame. */
export class VoiceDetector {
  readonly #listener: VoiceListener
  #voiced = false
  #run = 0
  #lastLoudAt: Millis = 0
  #lastVoiceAt: Millis | null = null
  #floor = LEAST_FLOOR

  constructor(listener: VoiceListener) {
    this.#listener = listener
  }

  /** When the last loud frame of a voice ended; null where there was no voice yet. */
  get lastVoiceAt(): Millis | null {
    return this.#lastVoiceAt
  }

  /** `at`: when the frame's last sample was there. */
  push(frame: Buffer, at: Millis): void {
    const energy = variance(frame)
    // The floor falls at once and rises slowly: what never pauses is no voice.
    this.#floor = Math.max(LEAST_FLOOR, Math.min(energy, this.#floor * FLOOR_RISE))
    const loud = energy > this.#floor * ABOVE_FLOOR
    if (loud) this.#lastLoudAt = at
    if (loud && this.#voiced) this.#lastVoiceAt = at
    this.#run = loud === this.#voiced ? 0 : this.#run + 1
    if (this.#run < (this.#voiced ? RELEASE_FRAMES : ONSET_FRAMES)) return
    this.#run = 0
    this.#voiced = !this.#voiced
    if (this.#voiced) this.#lastVoiceAt = at
    if (this.#voiced) this.#listener.started(at - ONSET_FRAMES * frameMs, at)
    else this.#listener.stopped(this.#lastLoudAt, at)
  }

  /** No frame came for so long that a voice, if there was one, has stopped. */
  lapse(at: Millis): void {
    if (!this.#voiced) return
    this.#voiced = false
    this.#run = 0
    this.#listener.stopped(this.#lastLoudAt, at)
  }
}

/** Where a frame is laid to be read as samples; what comes over a socket may begin at an odd place of its memory. */
let samples = new Int16Array(bytesOf(frameMs, MOST_HZ) / bytesPerSample)
let bytes = new Uint8Array(samples.buffer)

/** Mean square about the mean: a constant offset is no sound. */
function variance(frame: Buffer): number {
  if (frame.length > bytes.length) {
    samples = new Int16Array(Math.ceil(frame.length / bytesPerSample))
    bytes = new Uint8Array(samples.buffer)
  }
  bytes.set(frame)
  const count = Math.floor(frame.length / bytesPerSample)
  let sum = 0
  let squares = 0
  for (let i = 0; i < count; i++) {
    const sample = samples[i]!
    sum += sample
    squares += sample * sample
  }
  return squares / count - (sum / count) ** 2
}
