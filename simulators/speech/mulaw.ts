const bias = 0x84
const loudest = 32_635

/** G.711 mu-law of one sample. ITU-T G.711, table 2a. */
export function toMulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const size = Math.min(Math.abs(sample), loudest) + bias
  const exponent = 31 - Math.clz32(size) - 7
  return ~(sign | (exponent << 4) | ((size >> (exponent + 3)) & 0x0f)) & 0xff
}

/** The sample that a mu-law byte stands for. */
export function fromMulaw(byte: number): number {
  const value = ~byte & 0xff
  const size = ((((value & 0x0f) << 3) + bias) << ((value >> 4) & 7)) - bias
  return value & 0x80 ? -size : size
}

const decoded = Int16Array.from({ length: 256 }, (_, byte) => fromMulaw(byte))

export const mulawToSamples = (bytes: Uint8Array): Int16Array => Int16Array.from(bytes, (byte) => decoded[byte]!)

export const samplesToMulaw = (samples: Int16Array): Buffer => Buffer.from(Uint8Array.from(samples, toMulaw))
