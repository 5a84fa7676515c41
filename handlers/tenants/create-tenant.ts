import { newKey } from '#handlers/auth/new-key.ts'
import type { Handler } from '#handlers/handler.ts'

export const createTenant: Handler<'createTenant'> = async ({ body }, deps) => {
  const id = deps.ids.next('tenant')
  const { key, secret } = newKey(deps, { tenantId: id, name: 'First key', role: 'admin' })
  const tenant = { id, name: body.name, active: true, createdAt: key.createdAt }
  const apiKey = await deps.store.tenants.create(tenant, key)
  return { status: 201, body: { ...tenant, apiKey: { ...apiKey, key: secret } } }
}
