import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { NewKey, Role, Store } from '#runtime/ports/store.ts'
import { ids } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

const createdAt = '2026-02-03T04:05:06.789Z'
export const newKey = (tenantId: string, role: Role = 'dev') => ({
  ...{ id: ids.next('key'), tenantId, role, hash: randomBytes(32) },
  ...{ name: 'a key', lastFour: 'wxyz', createdAt },
})

const asMade = { limits: { restPerMinute: 60, socketsPerSecond: 3 }, lastUsedAt: null }

export function describeKeys(store: () => Store): void {
  describe('keys', () => {
    test.each(['admin', 'dev', 'analyst'] as const)('a key is found by its hash: %s', async (role) => {
      const key = newKey(await newTenant(store()), role)
      await store().keys.ensureKey(key)
      expect(await store().keys.find(key.hash)).toEqual({ id: key.id, tenantId: key.tenantId, role, ...asMade })
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
      expect(await store().keys.find(key.hash)).toEqual({ id: key.id, tenantId, role: 'dev', ...asMade })
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

    test('those that work are found by id, of whichever tenants', async () => {
      const [one, other, disabled] = [await newTenant(store()), await newTenant(store())].flatMap((tenantId) => [
        newKey(tenantId),
        newKey(tenantId, 'admin'),
      ]) as [NewKey, NewKey, NewKey]
      for (const key of [one, other, disabled]) await store().keys.ensureKey(key)
      await store().keys.update(disabled.tenantId, disabled.id, { active: false })
      const found = await store().keys.working([one.id, disabled.id, other.id, ids.next('key')])
      expect(found.map(({ id }) => id).sort()).toEqual([one.id, other.id].sort())
    })

    test('limits are those that were said over the default ones; null is without limit', async () => {
      const key = newKey(await newTenant(store()))
      await store().keys.ensureKey({ ...key, limits: { restPerMinute: null } })
      expect((await store().keys.find(key.hash))?.limits).toEqual({ restPerMinute: null, socketsPerSecond: 3 })
      await store().keys.update(key.tenantId, key.id, { limits: { socketsPerSecond: 7 } })
      expect((await store().keys.find(key.hash))?.limits).toEqual({ restPerMinute: null, socketsPerSecond: 7 })
    })

    test('a use is written down', async () => {
      const key = newKey(await newTenant(store()))
      await store().keys.ensureKey(key)
      await store().keys.used(key, createdAt)
      expect((await store().keys.find(key.hash))?.lastUsedAt).toBe(createdAt)
      expect((await store().keys.get(key.tenantId, key.id))?.lastUsedAt).toBe(createdAt)
    })

    test('one active admin key stays, whatever is tried, also at once', async () => {
      const tenantId = await newTenant(store())
      const [first, second] = [newKey(tenantId, 'admin'), newKey(tenantId, 'admin')]
      for (const key of [first, second, newKey(tenantId)]) await store().keys.create(key, 1_000)
      const outcomes = await Promise.all([
        store().keys.update(tenantId, first.id, { active: false }),
        store().keys.remove(tenantId, second.id),
        store().keys.update(tenantId, second.id, { role: 'dev' }),
        store().keys.remove(tenantId, first.id),
      ])
      expect(outcomes).toContain('last_admin')
      const keys = await store().keys.list(tenantId, { limit: 10 })
      expect(keys.filter(({ role, active }) => role === 'admin' && active)).toHaveLength(1)
    })

    test('of another tenant is neither seen nor changed', async () => {
      const key = newKey(await newTenant(store()), 'admin')
      const made = await store().keys.create(key, 1_000)
      const stranger = await newTenant(store())
      expect(await store().keys.get(stranger, key.id)).toBeNull()
      expect(await store().keys.list(stranger, { limit: 10 })).toEqual([])
      expect(await store().keys.update(stranger, key.id, { active: false })).toBe('not_found')
      expect(await store().keys.remove(stranger, key.id)).toBe('not_found')
      expect(await store().keys.get(key.tenantId, key.id)).toEqual(made)
    })
  })

  describe('tenants', () => {
    const tenant = (name: string) => ({ id: ids.next('tenant'), name, active: true, createdAt })

    test('are made with their first key, both or neither', async () => {
      const acme = tenant('Acme')
      const key = newKey(acme.id, 'admin')
      expect(await store().tenants.create(acme, key)).toMatchObject({ id: key.id, role: 'admin' })
      expect(await store().tenants.get(acme.id)).toEqual(acme)
      const other = tenant('Other')
      await expect(store().tenants.create(other, { ...key, tenantId: other.id })).rejects.toThrow()
      expect(await store().tenants.get(other.id)).toBeNull()
    })

    test('are listed newest first', async () => {
      const made = [tenant('One'), tenant('Two')]
      for (const one of made) await store().tenants.create(one, newKey(one.id, 'admin'))
      const [two] = await store().tenants.list({ limit: 1 })
      expect([two, ...(await store().tenants.list({ limit: 1, before: two!.id }))]).toEqual(made.toReversed())
    })

    test('that are suspended take their keys along, and bring back only those that were active', async () => {
      const acme = tenant('Acme')
      const [first, disabled] = [newKey(acme.id, 'admin'), newKey(acme.id)]
      await store().tenants.create(acme, first)
      await store().keys.create(disabled, 1_000)
      await store().keys.update(acme.id, disabled.id, { active: false })
      const works = async () => [
        (await store().keys.find(first.hash)) !== null,
        (await store().keys.working([first.id, disabled.id])).length,
      ]
      expect(await store().tenants.update(acme.id, { active: false })).toEqual({ ...acme, active: false })
      expect(await works()).toEqual([false, 0])
      expect((await store().tenants.settings(acme.id))?.active).toBe(false)
      const late = newKey(acme.id, 'admin')
      await store().keys.ensureKey(late)
      expect(await store().keys.find(late.hash)).toBeNull()
      await store().tenants.update(acme.id, { active: true, name: 'Acme Ltd' })
      expect(await works()).toEqual([true, 1])
      expect(await store().keys.find(late.hash)).toMatchObject({ id: late.id })
    })

    test('that are not there are told as such', async () => {
      for (const id of [ids.next('tenant'), 'operator', '']) {
        expect(await store().tenants.get(id)).toBeNull()
        expect(await store().tenants.settings(id)).toBeNull()
        expect(await store().tenants.update(id, { name: 'x' })).toBeNull()
      }
    })

    test('have settings of their own, merged under a lock', async () => {
      const [one, other] = [await newTenant(store()), await newTenant(store())]
      await Promise.all([
        store().tenants.changeSettings(one, { security: { requireSignature: true } }),
        store().tenants.changeSettings(one, { security: { tokens: { maxRole: 'admin' } } }),
      ])
      const settings = (await store().tenants.settings(one))?.settings
      expect(settings?.security).toMatchObject({ requireSignature: true, tokens: { maxRole: 'admin', issuer: null } })
      expect((await store().tenants.settings(other))?.settings.security.requireSignature).toBe(false)
    })
  })

  describe('tickets', () => {
    const now = '2026-02-03T04:05:06.789Z'
    const ticket = (tenantId: string, expiresAt = '2026-02-03T04:06:06.789Z') => ({
      ...{ id: ids.next('ticket'), tenantId, keyId: ids.next('key'), signedBy: null, role: 'dev' as const },
      ...{ call: 'call-1', agent: null, origin: 'https://a.example', expiresAt },
    })

    test('are spent once, however many ask at once', async () => {
      const made = ticket(await newTenant(store()))
      const hash = randomBytes(32)
      await store().tickets.create({ ...made, hash }, now)
      const spent = await Promise.all(Array.from({ length: 8 }, () => store().tickets.spend(hash, now)))
      expect(spent.filter((one) => one !== null)).toEqual([made])
      expect(await store().tickets.spend(hash, now)).toBeNull()
    })

    test('that are too old or unknown are worth nothing', async () => {
      const hash = randomBytes(32)
      await store().tickets.create({ ...ticket(await newTenant(store()), now), hash }, createdAt)
      expect(await store().tickets.spend(hash, now)).toBeNull()
      expect(await store().tickets.spend(randomBytes(32), now)).toBeNull()
    })
  })
}
