import type { Handler } from '#handlers/handler.ts'
import { noTenant } from './no-tenant.ts'

export const updateTenantSettings: Handler<'updateTenantSettings'> = async ({ body, caller }, { store }) => {
  const settings = await store.tenants.changeSettings(caller.tenantId, body)
  if (settings === null) throw noTenant(caller.tenantId)
  return { status: 200, body: settings }
}
