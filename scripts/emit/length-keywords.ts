import type { Ajv2020, CodeKeywordDefinition } from 'ajv/dist/2020.js'
import { _, type KeywordCxt, str } from 'ajv/dist/2020.js'
import { useFunc } from 'ajv/dist/compile/util.js'
import ucs2length from 'ajv/dist/runtime/ucs2length.js'
import { defaultOf } from './commonjs.ts'

type Comparison = (units: Code, points: Code, limit: number) => Code
type Code = ReturnType<typeof _>

/**
 * `maxLength` and `minLength` count characters, as JSON Schema says, but only where UTF-16 units leave it open: a text
 * has at most as many characters as units, and at least half as many. Counting 64 kB one by one costs more than parsing.
 */
export function replaceLengthKeywords(ajv: Ajv2020): void {
  ajv.removeKeyword('maxLength')
  ajv.removeKeyword('minLength')
  ajv.addKeyword(
    lengthKeyword(
      'maxLength',
      'more',
      (units, points, limit) => _`${units} > ${limit} && (${units} > ${2 * limit} || ${points} > ${limit})`,
    ),
  )
  ajv.addKeyword(
    lengthKeyword(
      'minLength',
      'fewer',
      (units, points, limit) => _`${units} < ${limit} || (${units} < ${2 * limit} && ${points} < ${limit})`,
    ),
  )
}

function lengthKeyword(keyword: string, word: string, broken: Comparison): CodeKeywordDefinition {
  return {
    keyword,
    type: 'string',
    schemaType: 'number',
    error: {
      message: ({ schema }) => str`must NOT have ${word} than ${schema as number} characters`,
      params: ({ schema }) => _`{limit: ${schema as number}}`,
    },
    code(context: KeywordCxt) {
      const points = _`${useFunc(context.gen, defaultOf(ucs2length))}(${context.data})`
      const units = _`${context.data}.length`
      context.fail(broken(units, points, context.schema as number))
    },
  }
}
