import { beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '#runtime/ports/store.ts'
import { newTenant } from './new-tenant.ts'

const FIRST = '2026-02-03T04:05:06.789Z'
const LATER = '2026-02-04T04:05:06.789Z'
export const secret = (name: string, at = FIRST, hosts: string[] = []) => ({
  name,
  hosts,
  sealed: Buffer.from(`sealed ${name} ${at}`),
  createdAt: at,
  updatedAt: at,
})

export function describeSecrets(store: () => Store): void {
  describe('secrets', () => {
    let tenantId: string
    beforeEach(async () => {
      tenantId = await newTenant(store())
    })

    test('a secret comes back sealed, to its tenant alone, and is listed without what was sealed', async () => {
      const { sealed, ...shown } = secret('crm_api', FIRST, ['api.example.com'])
      expect(await store().secrets.put(tenantId, { ...shown, sealed }, 100)).toEqual(shown)
      expect(await store().secrets.named(tenantId, ['crm_api', 'never_was'])).toEqual([{ ...shown, sealed }])
      expect(await store().secrets.list(tenantId)).toEqual([shown])
      const other = await newTenant(store())
      expect(await store().secrets.named(other, ['crm_api'])).toEqual([])
      expect(await store().secrets.list(other)).toEqual([])
      expect(await store().secrets.remove(other, 'crm_api')).toBe(false)
      expect(await store().secrets.named(tenantId, [])).toEqual([])
    })

    test('setting it again replaces it and keeps when it was first set', async () => {
      await store().secrets.put(tenantId, secret('a'), 100)
      const { sealed, ...shown } = secret('a', LATER)
      expect(await store().secrets.put(tenantId, { ...shown, sealed }, 100)).toEqual({ ...shown, createdAt: FIRST })
      expect((await store().secrets.named(tenantId, ['a']))[0]?.sealed).toEqual(sealed)
    })

    test('there are at most so many, and one that exists may still be replaced', async () => {
      await store().secrets.put(tenantId, secret('b'), 2)
      await store().secrets.put(tenantId, secret('a'), 2)
      expect(await store().secrets.put(tenantId, secret('c'), 2)).toBe('too_many')
      expect(await store().secrets.put(tenantId, secret('a', LATER), 2)).toMatchObject({ updatedAt: LATER })
      expect((await store().secrets.list(tenantId)).map(({ name }) => name)).toEqual(['a', 'b'])
      expect(await store().secrets.remove(tenantId, 'b')).toBe(true)
      expect(await store().secrets.remove(tenantId, 'b')).toBe(false)
      expect(await store().secrets.put(tenantId, secret('c'), 2)).toMatchObject({ name: 'c' })
    })
  })
}
