import type { FileHandle } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { writeAll } from './write-all.ts'

/** A file whose writes take so many bytes each. */
function shortFile(takes: readonly number[]) {
  const file = Buffer.alloc(12, '.')
  const rest = [...takes]
  const write = async (from: Buffer, offset: number, length: number, at: number) => {
    const bytesWritten = Math.min(rest.shift() ?? length, length)
    from.copy(file, at, offset, offset + bytesWritten)
    return { bytesWritten, buffer: from }
  }
  return { file, handle: { write: write as unknown as FileHandle['write'] } }
}

test.each([[[]], [[3, 1, 2]], [[1, 1, 1, 1, 1, 1, 1, 1]]])(
  'what short writes (%j) leave is written too',
  async (takes) => {
    const { file, handle } = shortFile(takes)
    await writeAll(handle, Buffer.from('recorded'), 2)
    expect(file.toString()).toBe('..recorded..')
  },
)

test('a disk that takes nothing is an error', async () => {
  await expect(writeAll(shortFile([3, 0]).handle, Buffer.from('recorded'), 0)).rejects.toThrow('nothing more')
})
