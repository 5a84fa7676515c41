import type { Handler } from '#handlers/handler.ts'
import { noTenant } from './no-tenant.ts'

export const updateTenant: Handler<'updateTenant'> = async ({ path, body, ifMatch }, { store }) => {
  const tenant = await store.tenants.update(path.tenantId, body, ifMatch)
  if (tenant === null) throw noTenant(path.tenantId)
  return { status: 200, body: tenant }
}
