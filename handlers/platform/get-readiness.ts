import type { Handler } from '#handlers/handler.ts'

export const getReadiness: Handler<'getReadiness'> = async (_request, { readiness, checks: contract }) => {
  const checks = await readiness()
  const contractViolations = contract.violations
  if (checks.every(({ ok, required = true }) => ok || !required))
    return { status: 200, body: { status: 'ready', checks, contractViolations } }
  return { status: 503, body: { status: 'not_ready', checks, contractViolations } }
}
