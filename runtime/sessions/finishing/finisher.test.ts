import { expect, test } from 'vitest'
import type { Call } from '#generated/openapi.gen.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { memoryStore } from '../testing/memory-store.ts'
import { openDesk } from '../testing/open-desk.ts'
import { recordingBus } from '../testing/recording-bus.ts'
import type { FinishStep } from './finish-step.ts'
import { Finisher } from './finisher.ts'

const ended = { id: 'c_1', externalId: 'call-1', agentId: 'a_1', agentVersion: 1, status: 'ended' } as Call

async function finisher(steps: FinishStep[]) {
  const clock = new VirtualClock()
  const store = memoryStore([])
  await store.calls.create('t_1', ended)
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const faults: unknown[] = []
  const log = { bus: recordingBus(), sealer, checks: everyCheck(), onTrouble: () => {} }
  const made = new Finisher({ ...log, store, clock, onFault: (error) => faults.push(error) }, steps)
  return { clock, store, faults, finisher: made }
}

test('the steps run in order; one that fails does not stop the others, and all are tried again later', async () => {
  const ran: string[] = []
  let broken = true
  const step = (name: string, fails = () => false): FinishStep => ({
    name,
    run: async () => {
      ran.push(name)
      if (fails()) throw new Error(`${name} is away`)
    },
  })
  const {
    clock,
    store,
    faults,
    finisher: made,
  } = await finisher([step('one', () => broken), step('two'), step('three')])
  await made.finish('t_1', 'c_1')
  expect([ran, faults.map(String), store.finishing.finishedCalls]).toEqual([
    ['one', 'two', 'three'],
    ['Error: one is away'],
    [],
  ])
  broken = false
  made.start()
  await clock.advance(60_000)
  expect(ran).toHaveLength(3)
  store.finishing.forget()
  await clock.advance(60_000)
  expect([ran.length, store.finishing.finishedCalls]).toEqual([6, ['c_1']])
  await made.stop()
  expect(clock.armed).toBe(0)
  await clock.advance(200_000)
  expect(ran).toHaveLength(6)
})

test('a call that somebody else has, and one that is finished, are left alone', async () => {
  let ran = 0
  const { store, finisher: made } = await finisher([{ name: 'count', run: async () => void ran++ }])
  await Promise.all([made.finish('t_1', 'c_1'), made.finish('t_1', 'c_1')])
  await made.finish('t_1', 'c_1')
  expect([ran, store.finishing.finishedCalls]).toEqual([1, ['c_1']])
})

test('a database that is away is a fault, and nothing is thrown', async () => {
  const { store, faults, finisher: made } = await finisher([])
  store.finishing.claim = () => Promise.reject(new Error('the database is away'))
  await made.finish('t_1', 'c_1')
  expect(faults.map(String)).toEqual(['Error: the database is away'])
})

test('a desk finishes what another process left', async () => {
  const { desk, store, clock } = openDesk()
  await store.calls.create('t_1', ended)
  desk.start()
  await clock.advance(1_000)
  expect(store.finishing.finishedCalls).toEqual(['c_1'])
  await desk.drain(0)
})
