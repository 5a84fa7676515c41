import { expect, inject, test } from 'vitest'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { LogBatch } from '#runtime/ports/store.ts'
import { newAgent, sampleCall, sampleEvents } from '../testing/samples.ts'
import { createStoreDatabase } from '../testing/store-database.ts'
import { newTenant } from './conformance/new-tenant.ts'
import { createPool } from './pool.ts'
import { postgresStore } from './postgres.ts'

test('the first batch is written at once; those that come soon after go together, and are told when they are stored', async () => {
  const url = await createStoreDatabase(inject('postgres18'))
  const clock = new VirtualClock()
  const pool = createPool({ url })
  const store = postgresStore(pool, clock)
  const tenantId = await newTenant(store)
  const agent = newAgent()
  await store.agents.create(tenantId, agent, 1_000)
  const calls = Array.from({ length: 5 }, () => sampleCall(agent))
  for (const call of calls) await store.calls.create(tenantId, call)
  const batchOf = (sessionId: string): LogBatch => ({ sessionId, events: sampleEvents(sessionId, 1, 2), content: [] })
  const [first, ...others] = calls.map(({ id }) => id)

  await store.events.append(tenantId, batchOf(first!))
  expect(await store.events.lastSeq(tenantId, first!)).toBe(2)

  const stored: string[] = []
  const appended = others.map(async (id) => {
    await store.events.append(tenantId, batchOf(id))
    stored.push(id)
  })
  let asked = 0
  pool.on('acquire', () => void asked++)
  await clock.advance(49)
  expect({ stored, asked }).toEqual({ stored: [], asked: 0 })
  await clock.advance(1)
  await Promise.all(appended)
  expect({ stored, asked }).toEqual({ stored: others, asked: 1 })
  await store.close()
})
