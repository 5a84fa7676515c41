import type { FileHandle } from 'node:fs/promises'

/** Writes every byte at this place of the file: one write may take fewer (a disk that fills up, a signal). */
export async function writeAll(handle: Pick<FileHandle, 'write'>, bytes: Buffer, at: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at + done)
    if (bytesWritten === 0) throw new Error('the disk takes nothing more')
    done += bytesWritten
  }
}
