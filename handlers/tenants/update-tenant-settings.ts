import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { noTenant } from './no-tenant.ts'
import { withReadKeys } from './token-trust.ts'

export const updateTenantSettings: Handler<'updateTenantSettings'> = async ({ body, caller, ifMatch }, deps) => {
  // Whoever holds a token for minutes must not become one who signs his own.
  if (caller.via !== 'key' && body.security?.tokens !== undefined)
    throw new Problem('forbidden', 'A token cannot change which tokens are trusted. Use an API key.')
  if (body.security?.requireSignature === true && !deps.signsSockets) throw unsignable()
  const change = await withReadKeys(body, deps)
  const settings = await deps.store.tenants.changeSettings(caller.tenantId, change, ifMatch)
  if (settings === null) throw noTenant(caller.tenantId)
  return { status: 200, body: settings }
}

/** No signature would be right, and no socket would open any more. */
const unsignable = (): Problem =>
  new Problem(
    'bad_request',
    'This platform has no REALTIME_WS_SECRET, so no socket could be signed. Ask its operator for one.',
    {
      errors: [{ pointer: '/security/requireSignature', message: 'cannot be met here', keyword: 'enum' }],
    },
  )
