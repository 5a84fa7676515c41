import { beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '#runtime/ports/store.ts'
import { ids, newAgent } from '../../testing/samples.ts'
import { newKey } from './keys.ts'
import { newTenant } from './new-tenant.ts'
import { rate } from './rates.ts'
import { secret } from './secrets.ts'
import { newTool } from './tools.ts'
import { newEndpoint } from './webhooks.ts'

/** Makes one more where there may be `most`; gives its id, or `too_many`. */
type Make = (store: Store, tenantId: string, most: number) => Promise<string>
type Remove = (store: Store, tenantId: string, id: string) => Promise<unknown>

const AT = '2026-02-04T00:00:00.000Z'
const kinds: [kind: string, make: Make, remove: Remove | null][] = [
  [
    'agents',
    async ({ agents }, tenantId, most) => {
      const agent = newAgent()
      const outcome = await agents.create(tenantId, agent, most)
      return outcome === 'created' ? agent.id : outcome
    },
    ({ agents }, tenantId, id) => agents.remove(tenantId, id, AT),
  ],
  [
    'tools',
    async ({ tools }, tenantId, most) => {
      const tool = newTool()
      const outcome = await tools.create(tenantId, tool, most)
      return outcome === 'created' ? tool.id : outcome
    },
    ({ tools }, tenantId, id) => tools.remove(tenantId, id),
  ],
  [
    'secrets',
    async ({ secrets }, tenantId, most) => {
      const outcome = await secrets.put(tenantId, secret(ids.next('tool')), most)
      return typeof outcome === 'string' ? outcome : outcome.name
    },
    ({ secrets }, tenantId, name) => secrets.remove(tenantId, name),
  ],
  [
    'keys',
    async ({ keys }, tenantId, most) => {
      const outcome = await keys.create(newKey(tenantId), most)
      return typeof outcome === 'string' ? outcome : outcome.id
    },
    ({ keys }, tenantId, id) => keys.remove(tenantId, id),
  ],
  [
    'webhook endpoints',
    async ({ webhookEndpoints }, tenantId, most) => {
      const endpoint = newEndpoint()
      const outcome = await webhookEndpoints.create(tenantId, endpoint, most)
      return outcome === 'created' ? endpoint.id : outcome
    },
    ({ webhookEndpoints }, tenantId, id) => webhookEndpoints.remove(tenantId, id),
  ],
  [
    'rates',
    async ({ rates }, tenantId, most) => {
      const one = rate()
      const outcome = await rates.add(tenantId, one, most)
      return outcome === 'added' ? one.id : outcome
    },
    null,
  ],
]

export function describeCaps(store: () => Store): void {
  describe.each(kinds)('a cap on %s', (_kind, make, remove) => {
    let tenantId: string
    beforeEach(async () => {
      tenantId = await newTenant(store())
    })
    const one = (most: number): Promise<string> => make(store(), tenantId, most)

    test('of twenty that are made at once where one more may be, one is', async () => {
      for (let i = 0; i < 3; i++) await one(4)
      const made = await Promise.all(Array.from({ length: 20 }, () => one(4)))
      expect(made.filter((outcome) => outcome === 'too_many')).toHaveLength(19)
      expect(await one(4)).toBe('too_many')
      expect(await one(5)).not.toBe('too_many')
    })

    test('is of each tenant by itself', async () => {
      expect(await one(1)).not.toBe('too_many')
      expect(await make(store(), await newTenant(store()), 1)).not.toBe('too_many')
    })

    if (remove === null) return
    test('has room again for each that was removed once', async () => {
      const [first, second] = [await one(2), await one(2)]
      await Promise.all([first, first, second, first].map((id) => remove(store(), tenantId, id)))
      expect(await one(2)).not.toBe('too_many')
      expect(await one(2)).not.toBe('too_many')
      expect(await one(2)).toBe('too_many')
    })
  })

  test('what was refused for another reason takes no room, and what is replaced none either', async () => {
    const tenantId = await newTenant(store())
    const agent = newAgent()
    expect(await store().agents.create(tenantId, agent, 2)).toBe('created')
    for (let i = 0; i < 3; i++)
      expect(await store().agents.create(tenantId, newAgent({ name: agent.name }), 2)).toBe('name_taken')
    expect(await store().agents.create(tenantId, newAgent(), 2)).toBe('created')
    for (let i = 0; i < 3; i++) expect(await store().secrets.put(tenantId, secret('crm'), 1)).toMatchObject({})
    const key = newKey(tenantId)
    for (let i = 0; i < 3; i++) await store().keys.ensureKey({ ...key, id: ids.next('key') })
    expect(await store().keys.create(newKey(tenantId), 2)).toMatchObject({})
    expect(await store().keys.create(newKey(tenantId), 2)).toBe('too_many')
  })
}
