import { expect, test } from 'vitest'
import { updateTenantSettings } from './update-tenant-settings.ts'

type Asked = Parameters<typeof updateTenantSettings>
const ask = (signsSockets: boolean, requireSignature: boolean) => {
  const store = { tenants: { changeSettings: async (_tenant: string, change: object) => change } }
  const caller = { tenantId: 't_1', via: 'key' }
  return updateTenantSettings(
    { body: { security: { requireSignature } }, caller, ifMatch: () => {} } as unknown as Asked[0],
    { signsSockets, store } as unknown as Asked[1],
  )
}

test('a signature that nobody could make is not asked for; taking the rule away always works', async () => {
  await expect(ask(false, true)).rejects.toMatchObject({
    code: 'bad_request',
    errors: [{ pointer: '/security/requireSignature' }],
  })
  expect(await ask(false, false)).toMatchObject({ status: 200 })
  expect(await ask(true, true)).toMatchObject({ status: 200, body: { security: { requireSignature: true } } })
})
