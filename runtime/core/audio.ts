import type { Millis } from './clock.ts'

/** The platform's audio: PCM16 little-endian, mono. */
export const bytesPerSample = 2

/** Length of one frame inside the platform (FR-T4). */
export const frameMs: Millis = 20

/** Bytes of `ms` milliseconds, whole samples. */
export const bytesOf = (ms: Millis, sampleRateHz: number): number =>
  Math.floor((ms * sampleRateHz) / 1000) * bytesPerSample

/** Milliseconds that `bytes` last. */
export const msOf = (bytes: number, sampleRateHz: number): Millis => (bytes / bytesPerSample / sampleRateHz) * 1000
