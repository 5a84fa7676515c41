import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { newKey } from './new-key.ts'

export const createApiKey: Handler<'createApiKey'> = async ({ body, caller }, deps) => {
  // What lives for minutes must not make what lives for years.
  if (caller.via !== 'key') throw new Problem('forbidden', 'A token cannot make API keys. Use an API key.')
  const { key, secret } = newKey(deps, { ...body, tenantId: caller.tenantId })
  const made = await deps.store.keys.create(key, deps.caps['API keys'])
  if (made === 'too_many') throw tooMany('API keys', deps.caps)
  return { status: 201, body: { ...made, key: secret } }
}
