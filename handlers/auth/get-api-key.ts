import type { Handler } from '#handlers/handler.ts'
import { noKey } from './new-key.ts'

export const getApiKey: Handler<'getApiKey'> = async ({ path, caller }, { store }) => {
  const key = await store.keys.get(caller.tenantId, path.keyId)
  if (key === null) throw noKey(path.keyId)
  return { status: 200, body: key }
}
