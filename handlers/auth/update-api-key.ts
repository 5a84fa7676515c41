import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { lastAdmin, noKey, ownKey } from './new-key.ts'

export const updateApiKey: Handler<'updateApiKey'> = async ({ path, body, caller, ifMatch }, { store }) => {
  // What lives for minutes must not make strong what lives for years.
  if (caller.via !== 'key' && (body.role !== undefined || body.limits !== undefined || body.active === true))
    throw new Problem('forbidden', 'A token can rename and disable API keys. For the rest use an API key.')
  const leaves = body.active === false || (body.role !== undefined && body.role !== 'admin')
  if (leaves && path.keyId === caller.keyId) throw ownKey()
  const outcome = await store.keys.update(caller.tenantId, path.keyId, body, ifMatch)
  if (outcome === 'not_found') throw noKey(path.keyId)
  if (outcome === 'last_admin') throw lastAdmin()
  return { status: 200, body: outcome }
}
