import type { Agent, Call } from '#generated/openapi.gen.ts'
import type { Store } from '#runtime/ports/store.ts'
import { ids, newAgent, sampleCall } from '../../testing/samples.ts'

/** A tenant of the test's own. */
export async function newTenant(store: Store): Promise<string> {
  const id = ids.next('tenant')
  await store.keys.ensureTenant({ id, name: 'Acme', createdAt: '2026-02-03T04:05:06.789Z' })
  return id
}

/** A tenant with an agent and a call of it. */
export async function newCall(
  store: Store,
  differences: Partial<Call> = {},
): Promise<{ tenantId: string; agent: Agent; call: Call }> {
  const tenantId = await newTenant(store)
  const agent = newAgent()
  const call = sampleCall(agent, differences)
  await store.agents.create(tenantId, agent, 1_000)
  await store.calls.create(tenantId, call)
  return { tenantId, agent, call }
}
