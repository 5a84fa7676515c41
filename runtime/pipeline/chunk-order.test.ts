import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChunkOrder } from './chunk-order.ts'

const pcm = (level: number): Buffer => Buffer.from(Int16Array.of(level, level).buffer)
function told(chunks: readonly number[]): number[] {
  const out: number[] = []
  const order = new ChunkOrder((chunk) => out.push(chunk.readInt16LE(0)))
  for (const seq of chunks) order.push(seq, pcm(seq * 100))
  return out
}

test.each([
  ['in order', [5, 6, 7], [500, 600, 700]],
  ['twice', [5, 5, 6, 6], [500, 600]],
  ['late', [5, 6, 7, 6], [500, 600, 700]],
  ['swapped', [5, 7, 6, 8], [500, 600, 700, 800]],
  ['one lost: covered, softer, once three have come after it', [4, 6, 7, 8], [400, 200, 600, 700, 800]],
  ['many lost: a pause', [4, 20, 21, 22], [400, 2000, 2100, 2200]],
  ['a new count', [90, 91, 0, 1], [9000, 9100, 0, 100]],
])('%s', (_what, chunks, heard) => {
  expect(told(chunks)).toEqual(heard)
})

test('no order of neighbours loses or doubles a chunk', () => {
  const swaps = fc.array(fc.boolean(), { minLength: 20, maxLength: 20 })
  fc.assert(
    fc.property(swaps, (swap) => {
      const chunks = Array.from({ length: 40 }, (_, i) => i)
      // The first chunk says where the count begins.
      for (const [i, yes] of swap.slice(1).entries()) {
        const at = (i + 1) * 2
        if (yes) [chunks[at], chunks[at + 1]] = [chunks[at + 1]!, chunks[at]!]
      }
      expect(told(chunks)).toEqual(Array.from({ length: 40 }, (_, i) => i * 100))
    }),
  )
})
