import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Role, Store } from '#runtime/ports/store.ts'
import { ids } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

const createdAt = '2026-02-03T04:05:06.789Z'
const newKey = (tenantId: string, role: Role = 'dev') => ({
  ...{ id: ids.next('key'), tenantId, role, hash: randomBytes(32) },
  ...{ name: 'a key', lastFour: 'wxyz', createdAt },
})

export function describeKeys(store: () => Store): void {
  describe('keys', () => {
    test.each(['admin', 'dev', 'analyst'] as const)('a key is found by its hash: %s', async (role) => {
      const key = newKey(await newTenant(store()), role)
      await store().keys.ensureKey(key)
      expect(await store().keys.find(key.hash)).toEqual({ id: key.id, tenantId: key.tenantId, role })
    })

    test('an unknown hash finds nothing', async () => {
      expect(await store().keys.find(randomBytes(32))).toBeNull()
    })

    test('what is no hash is an error', async () => {
      await expect(store().keys.find(randomBytes(31))).rejects.toThrow(TypeError)
    })

    test('a tenant and a key that exist stay as they are', async () => {
      const tenantId = await newTenant(store())
      const key = newKey(tenantId)
      await store().keys.ensureKey(key)
      await store().keys.ensureTenant({ id: tenantId, name: 'Another name', createdAt })
      await store().keys.ensureKey({ ...key, id: ids.next('key'), role: 'admin' })
      expect(await store().keys.find(key.hash)).toEqual({ id: key.id, tenantId, role: 'dev' })
    })

    test('keys of a name are disabled but for one, and come back when they are set again', async () => {
      const tenantId = await newTenant(store())
      const [old, current] = [newKey(tenantId), newKey(tenantId)]
      const other = { ...newKey(tenantId), name: 'other' }
      for (const key of [old, current, other]) await store().keys.ensureKey(key)
      await store().keys.disableKeys({ tenantId, name: current.name, except: current.hash })
      const found = (): Promise<unknown[]> =>
        Promise.all([old, current, other].map(({ hash }) => store().keys.find(hash)))
      expect((await found()).map((key) => key !== null)).toEqual([false, true, true])
      await store().keys.ensureKey(old)
      await store().keys.disableKeys({ tenantId, name: current.name, except: old.hash })
      expect((await found()).map((key) => key !== null)).toEqual([true, false, true])
      await store().keys.disableKeys({ tenantId, name: 'other', except: null })
      expect((await found()).map((key) => key !== null)).toEqual([true, false, false])
    })

    test('made many times at once they are made once', async () => {
      const tenantId = ids.next('tenant')
      const tenant = { id: tenantId, name: 'Acme', createdAt }
      await Promise.all(Array.from({ length: 8 }, () => store().keys.ensureTenant(tenant)))
      const key = newKey(tenantId)
      await Promise.all(Array.from({ length: 8 }, () => store().keys.ensureKey({ ...key, id: ids.next('key') })))
      expect(await store().keys.find(key.hash)).toMatchObject({ tenantId })
    })
  })
}
