import { wavHeader } from '#runtime/core/wav.ts'

/** PCM16 mono audio with its rate in Hz. */
export interface Pcm {
  readonly sampleRate: number
  readonly samples: Int16Array
}

/** A canonical 44-byte header and little-endian samples. */
export function writeWav({ sampleRate, samples }: Pcm): Buffer {
  const header = wavHeader({ sampleRateHz: sampleRate, channels: 1 }, samples.length * 2)
  return Buffer.concat([header, toBytes(samples)])
}

/** Reads PCM16 mono, whatever other chunks the file holds. Throws RangeError, saying why, for anything else. */
export function readWav(file: Buffer): Pcm {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new RangeError('not a WAV file')
  }
  let sampleRate = 0
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4)
    const size = file.readUInt32LE(at + 4)
    const body = file.subarray(at + 8, at + 8 + size)
    if (name === 'fmt ') {
      if (
        body.length < 16 ||
        body.readUInt16LE(0) !== 1 ||
        body.readUInt16LE(2) !== 1 ||
        body.readUInt16LE(14) !== 16
      ) {
        throw new RangeError('only PCM of 16 bits and one channel is read')
      }
      sampleRate = body.readUInt32LE(4)
    }
    if (name === 'data' && sampleRate > 0) return { sampleRate, samples: fromBytes(body) }
    at += 8 + size + (size & 1)
  }
  throw new RangeError('the WAV file has no format or no data')
}

/** The samples' little-endian bytes, on the same memory where the machine allows it. */
export const toBytes = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)

/** Little-endian PCM16 as samples; an odd last byte is left out. Copies only when the bytes are not aligned. */
export function fromBytes(bytes: Uint8Array): Int16Array {
  const count = bytes.byteLength >> 1
  if (bytes.byteOffset % 2 === 0) return new Int16Array(bytes.buffer, bytes.byteOffset, count)
  return new Int16Array(bytes.slice(0, count * 2).buffer, 0, count)
}

/** Full scale 1 to PCM16, clipping what is louder. */
export const toPcm16 = (samples: Float32Array): Int16Array =>
  Int16Array.from(samples, (sample) => Math.max(-32768, Math.min(32767, Math.round(sample * 32768))))
