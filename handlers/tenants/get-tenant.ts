import type { Handler } from '#handlers/handler.ts'
import { noTenant } from './no-tenant.ts'

export const getTenant: Handler<'getTenant'> = async ({ path }, { store }) => {
  const tenant = await store.tenants.get(path.tenantId)
  if (tenant === null) throw noTenant(path.tenantId)
  return { status: 200, body: tenant }
}
