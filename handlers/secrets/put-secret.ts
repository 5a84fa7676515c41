import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { secretPlace } from '#runtime/sessions/answers/tool-secrets.ts'

export const putSecret: Handler<'putSecret'> = async ({ path, body, caller }, { store, sealer, clock, caps }) => {
  const now = new Date(clock.now()).toISOString()
  const { secretName: name } = path
  const { value, hosts = [] } = body
  const sealed = sealer.seal(value, secretPlace(caller.tenantId, name))
  const outcome = await store.secrets.put(
    caller.tenantId,
    { name, hosts, sealed, createdAt: now, updatedAt: now },
    caps.secrets,
  )
  if (outcome === 'too_many') throw tooMany('secrets', caps)
  return { status: 200, body: outcome }
}
