import { expect, test } from 'vitest'
import { Problem } from '#runtime/core/problem.ts'
import { neededKey, withNeededKey } from './needed-key.ts'

test('a refusal names the role that a key needs, and the setting where no tenant has such a key', () => {
  expect(neededKey(['admin', 'dev'])).toBe('This needs a key with the role admin or dev.')
  expect(neededKey(['monitor', 'operator'])).toBe(
    "This needs the key that is set as METRICS_API_KEY or OPERATOR_API_KEY; no tenant's key opens it.",
  )
})

test('a wrong key is told the same, and everything else stays as it was', () => {
  const wrong = new Problem('invalid_api_key', 'This API key is wrong or disabled.')
  expect(withNeededKey(wrong, ['operator'])).toMatchObject({
    code: 'invalid_api_key',
    message:
      "This API key is wrong or disabled. This needs the key that is set as OPERATOR_API_KEY; no tenant's key opens it.",
  })
  expect(withNeededKey(wrong, ['admin'])).toBe(wrong)
  const broken = new Error('the database is away')
  expect(withNeededKey(broken, ['operator'])).toBe(broken)
})
