import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cursorSigner } from './cursor-signer.ts'

const signer = cursorSigner('a secret of the test')
const place = 't_1 listAgents {}'

test('a cursor opens where it was signed, and fits the document', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40, unit: 'grapheme' }).filter((text) => Buffer.byteLength(text) <= 160),
      (at) => {
        const cursor = signer.sign(at, place)
        expect(cursor).toMatch(/^[A-Za-z0-9_-]{1,256}$/)
        expect(signer.open(cursor, place)).toBe(at)
      },
    ),
  )
})

test('the longest position makes a cursor of at most 256 characters, a longer one is an error of ours', () => {
  expect(signer.sign('x'.repeat(160), place).length).toBeLessThanOrEqual(256)
  expect(() => signer.sign('x'.repeat(161), place)).toThrow(RangeError)
})

describe('a forged cursor does not open', () => {
  const cursor = signer.sign('a_01jd3w7q8re5a9v6c2k4m0n7xz', place)

  test('at another place', () => {
    for (const other of ['t_2 listAgents {}', 't_1 listCalls {}', 't_1 listAgents {"a":1}', '']) {
      expect(signer.open(cursor, other)).toBeNull()
    }
  })

  test('signed with another secret', () => {
    expect(cursorSigner('another secret').open(cursor, place)).toBeNull()
  })

  test('with any bit of it changed', () => {
    const bytes = Buffer.from(cursor, 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const forged = Buffer.from(bytes)
      forged[bit >> 3]! ^= 1 << (bit & 7)
      expect(signer.open(forged.toString('base64url'), place)).toBeNull()
    }
  })

  test('cut short, made longer, or spelled in another way', () => {
    for (let length = 0; length < cursor.length; length++)
      expect(signer.open(cursor.slice(0, length), place)).toBeNull()
    for (const odd of [`${cursor}A`, `${cursor}=`, `${cursor}\n`, `A${cursor}`])
      expect(signer.open(odd, place)).toBeNull()
  })

  test('made up', () => {
    fc.assert(
      fc.property(fc.string(), (made) => {
        expect(signer.open(made, place)).toBeNull()
      }),
    )
  })

  test('where text moves from the position to the place', () => {
    expect(signer.open(signer.sign('a', 'bc'), 'abc')).toBeNull()
    const [head, tail] = [Buffer.from(signer.sign('ab', 'c'), 'base64url').subarray(0, 17), Buffer.from('a')]
    expect(signer.open(Buffer.concat([head, tail]).toString('base64url'), 'bc')).toBeNull()
  })
})
