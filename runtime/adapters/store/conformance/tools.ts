import { beforeEach, describe, expect, test } from 'vitest'
import type { Tool } from '#generated/openapi.gen.ts'
import type { Store } from '#runtime/ports/store.ts'
import { ids } from '../../testing/samples.ts'
import { newTenant } from './new-tenant.ts'

const AT = '2026-02-03T04:05:06.789Z'

export const newTool = (differences: Partial<Tool> = {}): Tool => {
  const id = ids.next('tool')
  return {
    id,
    name: `tool-${id.slice(-12)}`,
    description: 'Where an order is.',
    kind: 'http',
    method: 'GET',
    url: 'https://api.example.com/orders/{orderId}',
    headers: { Authorization: 'Bearer ${secrets.crm_api}' },
    inputSchema: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] },
    outputSchema: null,
    timeoutMs: 2000,
    idempotent: true,
    createdAt: AT,
    updatedAt: AT,
    ...differences,
  }
}

export function describeTools(store: () => Store): void {
  describe('tools', () => {
    let tenantId: string
    let other: string
    beforeEach(async () => {
      tenantId = await newTenant(store())
      other = await newTenant(store())
    })
    const create = async (differences: Partial<Tool> = {}): Promise<Tool> => {
      const tool = newTool(differences)
      expect(await store().tools.create(tenantId, tool, 1_000)).toBe('created')
      return tool
    }

    test('a tool comes back as it was, by its id and by its name, to its tenant alone', async () => {
      const tool = await create()
      for (const by of [tool.id, tool.name]) {
        expect(await store().tools.get(tenantId, by)).toEqual(tool)
        expect(await store().tools.get(other, by)).toBeNull()
        expect(await store().tools.update(other, by, (was) => was)).toBe('not_found')
        expect(await store().tools.remove(other, by)).toBe(false)
      }
      expect(await store().tools.named(other, [tool.name])).toEqual([])
      expect(await store().tools.get(tenantId, tool.id)).toEqual(tool)
    })

    test('a name is taken once a tenant', async () => {
      const { name } = await create()
      const { tools } = store()
      expect(await tools.create(tenantId, newTool({ name }), 1_000)).toBe('name_taken')
      expect(await tools.create(other, newTool({ name }), 1_000)).toBe('created')
      const spare = await create()
      expect(await tools.update(tenantId, spare.id, (was) => ({ ...was, name }))).toBe('name_taken')
    })

    test('those that are named are found, and the others are not', async () => {
      const [one, two] = [await create(), await create()]
      await create()
      const found = await store().tools.named(tenantId, [two.name, one.name, 'never-was'])
      expect(found.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort())
      expect(await store().tools.named(tenantId, [])).toEqual([])
    })

    test('lists newest first, page by page', async () => {
      const made = [await create(), await create(), await create()].map(({ id }) => id).reverse()
      const first = await store().tools.list(tenantId, { limit: 2 })
      expect(first.map(({ id }) => id)).toEqual(made.slice(0, 2))
      const rest = await store().tools.list(tenantId, { limit: 2, before: made[1]! })
      expect(rest.map(({ id }) => id)).toEqual(made.slice(2))
    })

    test('a change that throws changes nothing; changes at once all count', async () => {
      const tool = await create({ timeoutMs: 100 })
      const { tools } = store()
      const broken = tools.update(tenantId, tool.id, () => {
        throw new Error('no')
      })
      await expect(broken).rejects.toThrow('no')
      const grow = (was: Tool): Tool => ({ ...was, timeoutMs: was.timeoutMs + 1 })
      await Promise.all(Array.from({ length: 8 }, () => tools.update(tenantId, tool.name, grow)))
      expect((await tools.get(tenantId, tool.id))?.timeoutMs).toBe(108)
    })

    test('a removed tool is gone, and its name is free', async () => {
      const tool = await create()
      expect(await store().tools.remove(tenantId, tool.name)).toBe(true)
      expect(await store().tools.remove(tenantId, tool.id)).toBe(false)
      expect(await store().tools.get(tenantId, tool.id)).toBeNull()
      await create({ name: tool.name })
    })
  })
}
