import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { aesSealer } from './seal.ts'

const sealer = aesSealer(Buffer.alloc(32, 7), randomBytes)

test('what was sealed opens at its own place', () => {
  const sealed = sealer.seal({ text: 'मेरा नाम' }, 'c_1/3')
  expect(sealed.includes('मेरा')).toBe(false)
  expect(sealer.open(sealed, 'c_1/3')).toEqual({ text: 'मेरा नाम' })
})

test('at another place, with another key, or with one byte changed it does not open', () => {
  const sealed = sealer.seal({ text: 'secret' }, 'c_1/3')
  expect(() => sealer.open(sealed, 'c_2/3')).toThrow()
  expect(() => aesSealer(Buffer.alloc(32, 8), randomBytes).open(sealed, 'c_1/3')).toThrow()
  for (let i = 0; i < sealed.length; i++) {
    const broken = Buffer.from(sealed)
    broken[i]! ^= 1
    expect(() => sealer.open(broken, 'c_1/3')).toThrow()
  }
})
