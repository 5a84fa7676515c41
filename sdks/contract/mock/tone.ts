/** 20 ms of mono PCM16. */
export const FRAME_MS = 20
const HZ = 440
const LOUDNESS = 6_000

/** The `number`-th frame of a quiet tone: what stands for a voice. */
export function toneFrame(number: number, sampleRateHz: number): Buffer {
  const samples = (sampleRateHz * FRAME_MS) / 1000
  const frame = Buffer.alloc(samples * 2)
  for (let at = 0; at < samples; at++) {
    const seconds = (number * samples + at) / sampleRateHz
    frame.writeInt16LE(Math.round(LOUDNESS * Math.sin(2 * Math.PI * HZ * seconds)), at * 2)
  }
  return frame
}
