import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AudioRing } from './audio-ring.ts'

test('whatever pieces come, the last bytes are known, each at its place', () => {
  const pieces = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 })
  fc.assert(
    fc.property(pieces, fc.nat(), (sizes, pick) => {
      const ring = new AudioRing(32)
      const all: number[] = []
      for (const size of sizes) {
        const piece = Array.from({ length: size }, (_, i) => (all.length + i) % 251)
        ring.push(Buffer.from(piece))
        all.push(...piece)
      }
      expect([ring.start, ring.end]).toEqual([Math.max(0, all.length - 32), all.length])
      const from = ring.start + (pick % (ring.end - ring.start + 1))
      const target = Buffer.alloc(ring.end - from)
      ring.copy(from, target)
      expect([...target]).toEqual(all.slice(from))
      expect(ring.held).toBeLessThanOrEqual(32 + 4 * 2)
    }),
  )
})

test('what is forgotten in time takes no more memory, and the rest is where it was', () => {
  const ring = new AudioRing(2_000)
  for (let at = 0; at < 10_000; at += 10) {
    ring.push(Buffer.alloc(10, (at / 10) % 251))
    if (at % 200 === 0) ring.forget(at - 50)
  }
  expect(ring.held).toBeLessThanOrEqual(600)
  expect(ring.start).toBeGreaterThan(9_500)
  const target = Buffer.alloc(10)
  ring.copy(9_900, target)
  expect(target).toEqual(Buffer.alloc(10, 990 % 251))
})
