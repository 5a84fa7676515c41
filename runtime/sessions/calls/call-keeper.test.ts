import { expect, test } from 'vitest'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { OwnedCall } from '#runtime/ports/store.ts'
import { MemoryOwners } from '#runtime/sessions/testing/memory-owners.ts'
import { CallKeeper } from './call-keeper.ts'

const leaseMs = 10_000
const call = (callId: string, processId: string): OwnedCall => ({ tenantId: 't_1', callId, processId, epoch: 1 })

function keeper(owners: MemoryOwners, clock: VirtualClock, processId = 'proc_a') {
  const recovered: string[] = []
  const lost: string[] = []
  const live = new Set<string>()
  const faults: unknown[] = []
  const made = new CallKeeper({
    ...{ owners, clock, processId, leaseMs },
    desk: { live: () => [...live], has: (id) => live.has(id), lose: (id) => lost.push(id) },
    recover: async (owned) => {
      if (owned.callId === 'c_broken') throw new Error('broken')
      recovered.push(owned.callId)
      await owners.release('t_1', owned.callId, owned)
    },
    onFault: (error) => faults.push(error),
  })
  return { keeper: made, recovered, lost, live, faults }
}

test('alone, it takes over at once; beside others, after a lease of its own', async () => {
  for (const [alone, afterMs] of [
    [true, 0],
    [false, 10_000],
  ] as const) {
    const [owners, clock] = [new MemoryOwners(), new VirtualClock()]
    owners.own(call('c_1', 'proc_dead'))
    const { keeper: kept, recovered, faults } = keeper(owners, clock)
    await kept.start(alone)
    if (!alone) await clock.advance(afterMs - 1)
    expect(recovered).toEqual([])
    await clock.advance(1)
    expect([recovered, owners.open, faults]).toEqual([['c_1'], [], []])
    await kept.stop()
    expect(clock.armed).toBe(0)
  }
})

test('alone, it takes calls whose lease has not run out: their process cannot live', async () => {
  const [owners, clock] = [new MemoryOwners(), new VirtualClock()]
  await owners.renew('proc_dead')
  owners.own(call('c_1', 'proc_dead'))
  const { keeper: kept, recovered } = keeper(owners, clock)
  await kept.start(true)
  await clock.advance(100)
  expect(recovered).toEqual(['c_1'])
  await kept.stop()
})

test('calls of the living are never taken; those of one that leaves are at once', async () => {
  const [owners, clock] = [new MemoryOwners(), new VirtualClock()]
  const a = keeper(owners, clock)
  const b = keeper(owners, clock, 'proc_b')
  await a.keeper.start(false)
  await b.keeper.start(false)
  a.live.add('c_a')
  b.live.add('c_b')
  owners.own(call('c_a', 'proc_a'))
  owners.own(call('c_b', 'proc_b'))
  await clock.advance(300_000)
  expect([a.recovered, b.recovered, a.lost, b.lost, a.faults, b.faults]).toEqual([[], [], [], [], [], []])
  await b.keeper.stop()
  await clock.advance(5_000)
  expect(a.recovered).toEqual(['c_b'])
  await a.keeper.stop()
})

test('when the database was away nobody died: nothing is taken until a whole lease was renewed again', async () => {
  const [owners, clock] = [new MemoryOwners(), new VirtualClock()]
  const { keeper: kept, recovered, faults } = keeper(owners, clock)
  await kept.start(false)
  await clock.advance(20_000)
  owners.away = true
  await clock.advance(30_000)
  owners.away = false
  owners.own(call('c_b', 'proc_b'))
  await clock.advance(7_500)
  expect([recovered, faults.length > 5]).toEqual([[], true])
  await owners.renew('proc_b')
  await clock.advance(20_000)
  expect(recovered).toEqual([])
  owners.expire('proc_b')
  await clock.advance(5_000)
  expect(recovered).toEqual(['c_b'])
  await kept.stop()
})

test('a process that was away for too long learns which calls it has lost', async () => {
  const [owners, clock] = [new MemoryOwners(), new VirtualClock()]
  const { keeper: kept, lost, live } = keeper(owners, clock)
  await kept.start(false)
  owners.own(call('c_mine', 'proc_a'))
  owners.own(call('c_taken', 'proc_a'))
  live.add('c_mine')
  live.add('c_taken')
  await clock.advance(20_000)
  owners.expire('proc_a')
  owners.own({ ...call('c_taken', 'proc_b'), epoch: 2 })
  await clock.advance(2_500)
  expect(lost).toEqual(['c_taken'])
  await kept.stop()
})

test('one call that cannot be finished keeps no other waiting, and is tried again', async () => {
  const [owners, clock] = [new MemoryOwners(), new VirtualClock()]
  for (const id of ['c_1', 'c_broken', 'c_2']) owners.own(call(id, 'proc_dead'))
  const { keeper: kept, recovered, faults } = keeper(owners, clock)
  await kept.start(true)
  await clock.advance(100)
  expect([recovered, faults.length]).toEqual([['c_1', 'c_2'], 1])
  await clock.advance(63_000)
  expect(faults.length).toBe(2)
  await kept.stop()
})

test('the lease is renewed while a recovery takes its time', async () => {
  const [owners, clock] = [new MemoryOwners(), new VirtualClock()]
  owners.own(call('c_1', 'proc_dead'))
  const ready = Promise.withResolvers<void>()
  let renewals = 0
  const renew = owners.renew.bind(owners)
  owners.renew = (processId) => {
    renewals += 1
    return renew(processId)
  }
  const kept = new CallKeeper({
    ...{ owners, clock, processId: 'proc_a', leaseMs, onFault: () => {} },
    desk: { live: () => [], has: () => false, lose: () => {} },
    recover: () => ready.promise,
  })
  await kept.start(true)
  await clock.advance(30_000)
  expect(renewals).toBeGreaterThan(10)
  ready.resolve()
  await settled()
  await kept.stop()
})
