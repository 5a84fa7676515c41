import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { secretPlace } from '#runtime/sessions/tool-secrets.ts'

const MOST = 100

export const putSecret: Handler<'putSecret'> = async ({ path, body, caller }, { store, sealer, clock }) => {
  const now = new Date(clock.now()).toISOString()
  const { secretName: name } = path
  const { value, hosts = [] } = body
  const sealed = sealer.seal(value, secretPlace(caller.tenantId, name))
  const outcome = await store.secrets.put(
    caller.tenantId,
    { name, hosts, sealed, createdAt: now, updatedAt: now },
    MOST,
  )
  if (outcome === 'too_many')
    throw new Problem('conflict', `A tenant has at most ${MOST} secrets. Delete one that is no longer used.`)
  return { status: 200, body: outcome }
}
