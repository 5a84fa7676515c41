import type { Handler } from '#handlers/handler.ts'
import { noTenant } from '#handlers/tenants/no-tenant.ts'

export const getCapturePolicy: Handler<'getCapturePolicy'> = async ({ caller }, { store }) => {
  const policy = await store.tenants.capturePolicy(caller.tenantId)
  if (policy === null) throw noTenant(caller.tenantId)
  return { status: 200, body: policy }
}
