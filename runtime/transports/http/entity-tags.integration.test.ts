import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parameters } from '#generated/validators.gen.ts'
import { entityTag, isNamed } from './entity-tags.ts'

const tag = entityTag({ id: 'a_1', version: 3 })
const validate = parameters('updateAgent', 'header')!
const fits = (header: string): boolean => validate({ 'if-match': header }) === true

test('a header is judged soon, however long it is', () => {
  const pieces = fc.constantFrom('"', ',', ' ', '\t', 'W/', '*', 'x', '"x"')
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 500 }), (parts) => {
      const header = parts.join('').slice(0, 1024)
      const begun = performance.now()
      const held = fits(header)
      expect(performance.now() - begun).toBeLessThan(100)
      if (held) expect(typeof isNamed(header, tag)).toBe('boolean')
    }),
  )
  for (const nasty of [`"x"${' ,'.repeat(500)}`, `"x"${', '.repeat(500)}x`, ' ,\t'.repeat(340)]) {
    const begun = performance.now()
    fits(nasty)
    expect(performance.now() - begun).toBeLessThan(50)
  }
})
