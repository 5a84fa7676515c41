import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Agent } from '#generated/openapi.gen.ts'
import type { Store } from '#runtime/ports/store.ts'
import { ids, newAgent } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

const AT = '2026-02-04T00:00:00.000Z'

export function describeAgents(store: () => Store): void {
  describe('agents', () => {
    let tenantId: string
    beforeEach(async () => {
      tenantId = await newTenant(store())
    })
    const create = async (differences: Partial<Agent> = {}): Promise<Agent> => {
      const agent = newAgent(differences)
      expect(await store().agents.create(tenantId, agent, 1_000)).toBe('created')
      return agent
    }

    test('an agent comes back as it was, by its id and by its name', async () => {
      const agent = await create({ externalId: 'support-desk', firstMessage: null, interruptible: false })
      expect(await store().agents.get(tenantId, agent.id)).toEqual(agent)
      expect(await store().agents.get(tenantId, 'support-desk')).toEqual(agent)
    })

    test('whatever was typed comes back; what cannot be text becomes U+FFFD', async () => {
      const typed = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
      await fc.assert(
        fc.asyncProperty(typed, typed, async (name, prompt) => {
          const agent = await create({ name: name + ids.next('agent'), prompt })
          const plain = (text: string): string => text.replaceAll('\0', '\ufffd')
          const expected = { ...agent, name: plain(agent.name), prompt: plain(prompt) }
          expect(await store().agents.get(tenantId, agent.id)).toEqual(expected)
        }),
        { numRuns: 40 },
      )
      const odd = await create({ prompt: 'lone \ud800 \udc00, nul \0, text \\u0000 and \\ud800' })
      const kept = await store().agents.get(tenantId, odd.id)
      expect(kept?.prompt).toBe('lone \ufffd \ufffd, nul \ufffd, text \\u0000 and \\ud800')
    })

    test('a name and an external id are taken once', async () => {
      const agent = await create({ externalId: 'desk' })
      const { agents } = store()
      expect(await agents.create(tenantId, newAgent({ name: agent.name }), 1_000)).toBe('name_taken')
      expect(await agents.create(tenantId, newAgent({ externalId: 'desk' }), 1_000)).toBe('external_id_taken')
      const other = await create()
      expect(await agents.update(tenantId, other.id, (was) => ({ ...was, name: agent.name }))).toBe('name_taken')
      expect(await agents.update(tenantId, other.id, (was) => ({ ...was, externalId: 'desk' }))).toBe(
        'external_id_taken',
      )
      expect(await agents.get(tenantId, other.id)).toEqual(other)
    })

    test('every change leaves a version as it was, and the published one answers', async () => {
      const first = await create({ externalId: 'desk' })
      const { agents } = store()
      const change = (more: Partial<Agent>) => agents.update(tenantId, 'desk', (was) => ({ ...was, ...more }))
      await change({ version: 2, prompt: 'Second.', updatedAt: AT })
      expect(await agents.answering(tenantId, 'desk')).toMatchObject({ version: 2, prompt: 'Second.' })
      await change({ publishedVersion: 1 })
      await change({ version: 3, prompt: 'Third.' })
      expect(await agents.answering(tenantId, first.id)).toEqual({ ...first, publishedVersion: 1 })
      expect((await agents.get(tenantId, 'desk'))?.prompt).toBe('Third.')
      expect(await agents.version(tenantId, 'desk', 2)).toMatchObject({
        version: 2,
        published: false,
        createdAt: AT,
        agent: { prompt: 'Second.', version: 2 },
      })
      const page = (await agents.versions(tenantId, 'desk', { limit: 2 }))!.map(({ version }) => version)
      const older = (await agents.versions(tenantId, 'desk', { limit: 2, before: 2 }))!
      expect([page, older.map(({ version, published }) => [version, published])]).toEqual([[3, 2], [[1, true]]])
      const other = await newTenant(store())
      expect(await agents.version(other, first.id, 1)).toBeNull()
      expect(await agents.versions(other, first.id, { limit: 2 })).toBeNull()
      expect(await agents.answering(other, first.id)).toBeNull()
      expect(await agents.version(tenantId, 'desk', 4)).toBeNull()
    })

    test('a removed agent is gone and frees its names', async () => {
      const agent = await create({ externalId: 'desk' })
      expect(await store().agents.remove(tenantId, 'desk', AT)).toBe(true)
      expect(await store().agents.remove(tenantId, agent.id, AT)).toBe(false)
      expect(await store().agents.get(tenantId, agent.id)).toBeNull()
      expect(await store().agents.list(tenantId, { limit: 10 })).toEqual([])
      expect(await store().agents.update(tenantId, agent.id, (was) => was)).toBe('not_found')
      await create({ name: agent.name, externalId: 'desk' })
    })

    test('the list is newest first and goes on before an id', async () => {
      const made: Agent[] = []
      for (let i = 0; i < 5; i++) made.unshift(await create())
      expect(await store().agents.list(tenantId, { limit: 3 })).toEqual(made.slice(0, 3))
      expect(await store().agents.list(tenantId, { limit: 3, before: made[2]!.id })).toEqual(made.slice(3))
    })

    test('changes at once all count', async () => {
      const agent = await create()
      const bump = (was: Agent): Agent => ({ ...was, version: was.version + 1, updatedAt: AT })
      await Promise.all(Array.from({ length: 20 }, () => store().agents.update(tenantId, agent.id, bump)))
      expect(await store().agents.get(tenantId, agent.id)).toEqual({ ...agent, version: 21, updatedAt: AT })
    })

    test('a change cannot move an agent, and one that throws changes nothing', async () => {
      const agent = await create()
      const changed = await store().agents.update(tenantId, agent.id, (was) => ({
        ...was,
        ...{ id: ids.next('agent'), createdAt: AT, prompt: 'New words.' },
      }))
      const expected = { ...agent, prompt: 'New words.' }
      expect(changed).toEqual(expected)
      const refused = store().agents.update(tenantId, agent.id, () => {
        throw new Error('no')
      })
      await expect(refused).rejects.toThrow('no')
      expect(await store().agents.get(tenantId, agent.id)).toEqual(expected)
    })

    test.each(["x' or '1'='1", "'; drop table agents; --", '$1', '%', '_', '\\', "a'||app_tenant_id()||'"])(
      'a name that looks like SQL is a name: %s',
      async (odd) => {
        const agent = await create({ externalId: odd, name: odd })
        expect(await store().agents.get(tenantId, odd)).toEqual(agent)
        expect(await store().agents.get(tenantId, `${odd}x`)).toBeNull()
        expect(await store().agents.list(tenantId, { limit: 10 })).toEqual([agent])
      },
    )

    test('ids of other kinds and half names find nothing', async () => {
      await create({ externalId: 'desk' })
      for (const odd of ['des', 'DESK', '', '\0', ids.next('call'), 'a_', tenantId]) {
        expect(await store().agents.get(tenantId, odd)).toBeNull()
      }
    })
  })
}
