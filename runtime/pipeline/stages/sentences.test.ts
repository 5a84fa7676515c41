import { expect, test } from 'vitest'
import { play } from '#runtime/pipeline/testing/play.ts'
import { sentences } from './sentences.ts'

test('a model that stalls mid-sentence is heard after the flush delay', async () => {
  const said = await play(sentences({ flushAfterMs: 250 }), [
    [0, 'Sure'],
    [100, ', one moment'],
    [2000, ' please. Done.'],
  ])
  expect(said).toEqual([
    [350, 'Sure, one moment'],
    [2000, 'please.'],
    [2000, 'Done.'],
  ])
})

test('a price is not torn at its point, and a danda ends a Hindi sentence', async () => {
  const said = await play(sentences({ flushAfterMs: 250 }), [
    [0, 'It is 2.'],
    [10, '50 rupees. ज़रूर। '],
    [20, 'Yes'],
  ])
  expect(said.map(([, piece]) => piece)).toEqual(['It is 2.50 rupees.', 'ज़रूर।', 'Yes'])
})

test('an interrupted reply says nothing more', async () => {
  const said = await play(
    sentences({ flushAfterMs: 250 }),
    [
      [0, 'One. '],
      [10, 'Tw'],
      [100, 'o.'],
    ],
    { interruptAt: 50 },
  )
  expect(said).toEqual([[0, 'One.']])
})

test('a sentence without an end is cut between words', async () => {
  const said = await play(sentences({ flushAfterMs: 250 }), [[0, 'word '.repeat(200)]])
  expect(said.length).toBe(2)
  expect(said.map(([, piece]) => piece).join(' ')).toBe('word '.repeat(200).trim())
})
