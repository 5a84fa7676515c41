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
    }),
  )
})
