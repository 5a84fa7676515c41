import { expect, test } from 'vitest'
import { type ProblemCode, problems } from '#generated/problems.gen.ts'
import { Problem } from './problem.ts'

test.each(Object.keys(problems) as ProblemCode[])('%s has its status, retryability and close code', (code) => {
  const problem = new Problem(code, 'A sentence.')
  expect([problem.status, problem.retryable, problem.closeCode]).toEqual([
    problems[code].status,
    problems[code].retryable,
    problems[code].closeCode,
  ])
  expect(problem.message).toBe('A sentence.')
})

test('its cause is kept for the log', () => {
  const cause = new Error('secret')
  const problem = new Problem('internal', 'Something broke.', { cause })
  expect(problem.cause).toBe(cause)
  expect(JSON.stringify(problem)).not.toContain('secret')
})
