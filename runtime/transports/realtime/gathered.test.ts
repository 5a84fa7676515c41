import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { gathered } from './gathered.ts'

/** A stream, the pieces in which it was written, and what waits for the end of the turn. */
function stream() {
  const pieces: string[][] = []
  const writable = new Writable({
    write: (chunk, _encoding, done) => {
      pieces.push([String(chunk)])
      done()
    },
    writev: (chunks, done) => {
      pieces.push(chunks.map(({ chunk }) => String(chunk)))
      done()
    },
  })
  const waiting: (() => void)[] = []
  const turn = (): void => {
    for (const work of waiting.splice(0)) work()
  }
  return { writable, pieces, turn, waiting, gather: gathered(writable, (work) => waiting.push(work)) }
}

test('what is written in one turn goes out at once, in order, and so does the next', () => {
  const { writable, pieces, turn, waiting, gather } = stream()
  for (const text of ['a', 'b', 'c']) {
    gather()
    writable.write(text)
  }
  expect([pieces, waiting.length]).toEqual([[], 1])
  turn()
  gather()
  writable.write('d')
  turn()
  expect(pieces.flat()).toEqual(['a', 'b', 'c', 'd'])
  expect(pieces).toHaveLength(2)
})

test('a stream that ends or is lost meanwhile is left in peace', async () => {
  const ending = stream()
  ending.gather()
  ending.writable.write('a')
  ending.writable.end('b')
  ending.turn()
  expect(ending.pieces.flat()).toEqual(['a', 'b'])
  const lost = stream()
  lost.gather()
  lost.writable.write('a')
  lost.writable.destroy()
  lost.turn()
  expect(lost.pieces).toEqual([])
})
