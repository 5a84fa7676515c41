import type { Handler } from '#handlers/handler.ts'
import { noTenant } from '#handlers/tenants/no-tenant.ts'

export const updateCapturePolicy: Handler<'updateCapturePolicy'> = async ({ body, caller, ifMatch }, { store }) => {
  const policy = await store.tenants.changeCapturePolicy(caller.tenantId, body, ifMatch)
  if (policy === null) throw noTenant(caller.tenantId)
  return { status: 200, body: policy }
}
