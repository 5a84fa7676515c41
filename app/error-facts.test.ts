import { expect, test } from 'vitest'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { errorFacts } from './error-facts.ts'

test('of what a provider says only the kind is kept', () => {
  const cause = Object.assign(new Error('400 Your input "my card is 4111" was refused; key sk-abc'), {
    status: 400,
    code: 'bad',
  })
  const facts = errorFacts(new ProviderError('rejected', 'OpenAI answered with 400', { status: 400, cause }))
  expect(facts).toEqual({
    error: 'ProviderError',
    message: 'OpenAI answered with 400',
    failure: 'rejected',
    cause: { error: 'Error', code: 'bad', status: 400 },
  })
})

test('of an error of ours its place and what caused it are told', () => {
  const facts = errorFacts(new Error('broken', { cause: new TypeError('not a thing') }))
  expect(facts).toMatchObject({
    error: 'Error',
    message: 'broken',
    cause: { error: 'TypeError', message: 'not a thing' },
  })
  expect(facts.place).toHaveLength(3)
  expect(errorFacts('text')).toEqual({ error: 'string' })
})
