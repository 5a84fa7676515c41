import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replaceLengthKeywords } from './length-keywords.ts'

test('lengths are counted in characters, as JSON Schema says', () => {
  const ajv = new Ajv2020()
  replaceLengthKeywords(ajv)
  const validate = ajv.compile({ type: 'string', minLength: 3, maxLength: 6 })
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
      const characters = [...text].length
      expect(validate(text)).toBe(characters >= 3 && characters <= 6)
    }),
  )
  validate('1234567')
  expect(validate.errors?.[0]).toMatchObject({ keyword: 'maxLength', params: { limit: 6 } })
  expect(validate.errors?.[0]?.message).toBe('must NOT have more than 6 characters')
})
