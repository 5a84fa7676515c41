import { expect, test } from 'vitest'
import type { Deps } from '#handlers/handler.ts'
import { getReadiness } from './get-readiness.ts'

type Request = Parameters<typeof getReadiness>[0]

test.each([true, false])('what was found to break the contract is counted, ready or not (%s)', async (ok) => {
  const deps = { readiness: async () => [{ name: 'database', ok }], checks: { violations: 3 } } as unknown as Deps
  const { status, body } = await getReadiness({} as Request, deps)
  expect([status, body.contractViolations]).toEqual([ok ? 200 : 503, 3])
})
