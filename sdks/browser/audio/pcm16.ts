/** Samples between -1 and 1 as PCM16. */
export function pcm16(samples: Float32Array): Int16Array<ArrayBuffer> {
  const whole = new Int16Array(samples.length)
  for (let index = 0; index < samples.length; index += 1) {
    whole[index] = Math.round(Math.max(-1, Math.min(1, samples[index]!)) * 0x7fff)
  }
  return whole
}

/** PCM16 little-endian as samples between -1 and 1; half a sample at the end is left out. */
export function samplesOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const samples = new Float32Array(bytes.length >> 1)
  for (let index = 0; index < samples.length; index += 1) samples[index] = view.getInt16(index * 2, true) / 0x8000
  return samples
}

/** How loud the frame is, from 0 to 1, where 1 is a loud voice. */
export function loudnessOf(frame: Int16Array): number {
  let sum = 0
  for (let index = 0; index < frame.length; index += 1) sum += frame[index]! * frame[index]!
  return Math.min(1, Math.sqrt(sum / frame.length) / 8_000)
}
