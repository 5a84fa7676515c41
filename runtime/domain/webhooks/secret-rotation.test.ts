import { expect, test } from 'vitest'
import { newSecret, promoted, rotated, signing, standing } from './secret-rotation.ts'

const NOW = 1_000_000
const one = { current: 'one', next: null }

test('a new secret has the form of Standard Webhooks', () => {
  expect(newSecret((count) => Buffer.alloc(count, 1))).toMatch(/^whsec_(AQEB){10}AQE=$/)
})

test('while it is rotated both sign, the old one first', () => {
  const both = rotated(one, 'two', NOW, 60_000)
  expect(signing(both, NOW + 59_999)).toEqual(['one', 'two'])
  expect(signing(both, NOW + 60_000)).toEqual(['two'])
  expect(standing(both, NOW + 60_000)).toEqual({ current: 'two', next: null })
})

test('promoted, the new one signs alone, and once', () => {
  const both = rotated(one, 'two', NOW, 60_000)
  expect(promoted(both, NOW)).toEqual({ current: 'two', next: null })
  expect(promoted(both, NOW + 60_000)).toBeNull()
  expect(promoted(one, NOW)).toBeNull()
})

test('a rotation that was not promoted is replaced, and one whose grace is over has happened', () => {
  const both = rotated(one, 'two', NOW, 60_000)
  expect(signing(rotated(both, 'three', NOW + 1, 60_000), NOW + 2)).toEqual(['one', 'three'])
  expect(signing(rotated(both, 'three', NOW + 60_000, 60_000), NOW + 60_001)).toEqual(['two', 'three'])
  expect(signing(rotated(one, 'two', NOW, 0), NOW)).toEqual(['two'])
})
