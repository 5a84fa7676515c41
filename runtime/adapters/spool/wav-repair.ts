import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type WavFormat, wavDataBytes, wavHeader, wavHeaderBytes } from '#runtime/core/wav.ts'
import { writeAll } from './write-all.ts'

/**
 * Makes a WAV file whole that a crash left behind: its sizes are those of the file, a torn last sample is cut off, and a
 * torn header is written again. The bytes of the file. Repairing a whole file changes nothing.
 */
export async function repairWav(file: string, format: WavFormat): Promise<number> {
  const handle = await open(file, constants.O_RDWR | constants.O_NOFOLLOW)
  try {
    return await finishWav(handle, format, wavDataBytes(format, (await handle.stat()).size))
  } finally {
    await handle.close()
  }
}

/** Header and length of a file with so many bytes of samples, on the disk when it resolves. The bytes of the file. */
export async function finishWav(handle: FileHandle, format: WavFormat, dataBytes: number): Promise<number> {
  const header = wavHeader(format, dataBytes)
  await writeAll(handle, header, 0)
  await handle.truncate(wavHeaderBytes + dataBytes)
  await handle.sync()
  return wavHeaderBytes + dataBytes
}
