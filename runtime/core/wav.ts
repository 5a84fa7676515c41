/** PCM16 in a WAV file. */
export interface WavFormat {
  readonly sampleRateHz: number
  readonly channels: number
}

/** Where the samples begin. */
export const wavHeaderBytes = 44
/** A WAV file's sizes have 32 bits; what they count besides the samples has 36 bytes. */
const MOST_DATA_BYTES = 0xffff_ffff - 36

/** The canonical header of a file with so many bytes of samples. Throws RangeError for more than a WAV file can hold. */
export function wavHeader({ sampleRateHz, channels }: WavFormat, dataBytes: number): Buffer {
  if (dataBytes > MOST_DATA_BYTES) throw new RangeError('a WAV file holds at most 4 GiB')
  const bytesPerFrame = channels * 2
  const header = Buffer.alloc(wavHeaderBytes)
  header.write('RIFF', 0, 'latin1')
  header.writeUInt32LE(36 + dataBytes, 4)
  header.write('WAVEfmt ', 8, 'latin1')
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(sampleRateHz, 24)
  header.writeUInt32LE(sampleRateHz * bytesPerFrame, 28)
  header.writeUInt16LE(bytesPerFrame, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36, 'latin1')
  header.writeUInt32LE(dataBytes, 40)
  return header
}

/** Bytes of whole samples in a file of this length, whatever its header says: none where even the header is torn. */
export function wavDataBytes({ channels }: WavFormat, fileBytes: number): number {
  const data = Math.min(Math.max(0, fileBytes - wavHeaderBytes), MOST_DATA_BYTES)
  return data - (data % (channels * 2))
}
