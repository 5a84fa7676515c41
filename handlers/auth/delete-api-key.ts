import type { Handler } from '#handlers/handler.ts'
import { lastAdmin, noKey, ownKey } from './new-key.ts'

export const deleteApiKey: Handler<'deleteApiKey'> = async ({ path, caller, ifMatch }, { store }) => {
  if (path.keyId === caller.keyId) throw ownKey()
  const outcome = await store.keys.remove(caller.tenantId, path.keyId, ifMatch)
  if (outcome === 'not_found') throw noKey(path.keyId)
  if (outcome === 'last_admin') throw lastAdmin()
  return { status: 204 }
}
