import { bytesOf, frameMs } from '#runtime/core/audio.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { tone } from '#runtime/core/testing/tone.ts'

/** When the caller's voice is there: from, to. */
export type Voice = readonly (readonly [from: Millis, to: Millis])[]

/** Every frame carries its number in its first sample, too quiet to be heard. */
export const frameNumber = (frame: Buffer): number => frame.readInt16LE(0)

/** Sends a frame every 20 ms from now on, loud while the voice is there and quiet otherwise; the answer stops it. */
export function sendCallerAudio(
  clock: Clock,
  sampleRateHz: number,
  voice: Voice,
  hear: (frame: Buffer) => void,
): () => void {
  const began = clock.now()
  const [quiet, loud] = [0, 8000].map((level) => tone(bytesOf(frameMs, sampleRateHz) / 2, level))
  let cancel = (): void => {}
  let number = -1
  const arm = (at: Millis): void => {
    cancel = clock.wakeAt(at, () => {
      arm(at + frameMs)
      number += 1
      // The frame that ends at this instant.
      const middle = at - began - frameMs / 2
      const frame = voice.some(([from, to]) => from <= middle && middle < to) ? loud! : quiet!
      frame.writeInt16LE(number % 1500, 0)
      hear(frame)
    })
  }
  arm(began + frameMs)
  return () => cancel()
}
