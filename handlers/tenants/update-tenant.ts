import type { Handler } from '#handlers/handler.ts'
import { noTenant } from './no-tenant.ts'

export const updateTenant: Handler<'updateTenant'> = async ({ path, body }, { store }) => {
  const tenant = await store.tenants.update(path.tenantId, body)
  if (tenant === null) throw noTenant(path.tenantId)
  return { status: 200, body: tenant }
}
