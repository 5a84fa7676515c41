import type { Handler } from '#handlers/handler.ts'
import { noTenant } from './no-tenant.ts'

export const getTenantSettings: Handler<'getTenantSettings'> = async ({ caller }, { store }) => {
  const tenant = await store.tenants.settings(caller.tenantId)
  if (tenant === null) throw noTenant(caller.tenantId)
  return { status: 200, body: tenant.settings }
}
