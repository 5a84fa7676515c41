import type { Handler } from '#handlers/handler.ts'

export const getReadiness: Handler<'getReadiness'> = async (_request, { readiness }) => {
  const checks = await readiness()
  if (checks.every(({ ok, required = true }) => ok || !required))
    return { status: 200, body: { status: 'ready', checks } }
  return { status: 503, body: { status: 'not_ready', checks } }
}
