import type { Handler } from '#handlers/handler.ts'
import { noTenant } from './no-tenant.ts'
import { withReadKeys } from './token-trust.ts'

export const updateTenantSettings: Handler<'updateTenantSettings'> = async ({ body, caller, ifMatch }, deps) => {
  const change = await withReadKeys(body, deps)
  const settings = await deps.store.tenants.changeSettings(caller.tenantId, change, ifMatch)
  if (settings === null) throw noTenant(caller.tenantId)
  return { status: 200, body: settings }
}
