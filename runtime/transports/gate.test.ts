import { describe, expect, test } from 'vitest'
import type { Caller } from '#runtime/core/operation.ts'
import { Problem } from '#runtime/core/problem.ts'
import { RateTable } from '#runtime/core/rate-table.ts'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { noLimits } from '#runtime/domain/auth/limits.ts'
import { Gate } from './gate.ts'

const caller = sampleCaller
const wrong = async (): Promise<Caller> => {
  throw new Problem('invalid_api_key', 'This API key is wrong.')
}
const right = async (): Promise<Caller> => caller()

function gate() {
  const clock = new VirtualClock()
  const table = new RateTable()
  const limiter = {
    take: async (key: string, policy: Parameters<RateTable['take']>[2]) =>
      table.take(policy.name + key, clock.now(), policy),
    close: async () => {},
  }
  const settings = { failedKeysPerMinute: 5, socketsPerTenant: 4 }
  return { clock, gate: new Gate({ limiter, clock }, settings) }
}

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'in',
    ({ code, limit }: Problem) => (limit === undefined ? code : `${code} ${limit}`),
  )

describe('wrong keys', () => {
  test('are slowed down for their address, and for nobody else', async () => {
    const { gate: g, clock } = gate()
    for (let i = 0; i < 5; i++) expect(await codeOf(g.admit('10.0.0.1', `guess-${i}`, wrong))).toBe('invalid_api_key')
    expect(await codeOf(g.admit('10.0.0.1', 'guess-6', right))).toBe('quota_exceeded rate')
    expect(await codeOf(g.admit('::ffff:10.0.0.1', 'guess-6', right))).toBe('quota_exceeded rate')
    expect(await codeOf(g.admit('10.0.0.2', 'guess-6', right))).toBe('in')
    await clock.advance(12_000)
    expect(await codeOf(g.admit('10.0.0.1', 'guess-7', wrong))).toBe('invalid_api_key')
  })

  test('are no more when they are shown at once', async () => {
    const { gate: g, clock } = gate()
    let looked = 0
    const slow = async (): Promise<Caller> => {
      looked += 1
      await clock.sleep(10)
      return wrong()
    }
    const codes = Array.from({ length: 100 }, (_, i) => codeOf(g.admit('10.0.0.1', `guess-${i}`, slow)))
    await clock.advance(1_000)
    const told = Map.groupBy(await Promise.all(codes), (code) => code)
    expect([looked, told.get('invalid_api_key')?.length, told.get('quota_exceeded rate')?.length]).toEqual([5, 5, 95])
    await clock.advance(12_000)
    expect(await codeOf(g.admit('10.0.0.1', 'guess', wrong))).toBe('invalid_api_key')
  })

  test('that are not wrong wait for each other at most', async () => {
    const { gate: g, clock } = gate()
    const slow = async (): Promise<Caller> => {
      await clock.sleep(10)
      return caller()
    }
    const codes = Array.from({ length: 100 }, (_, i) => codeOf(g.admit('10.0.0.1', `ticket-${i}`, slow)))
    await clock.advance(1_000)
    expect(new Set(await Promise.all(codes))).toEqual(new Set(['in']))
  })

  test('of a whole /64 are counted together', async () => {
    const { gate: g } = gate()
    for (let i = 0; i < 5; i++) await codeOf(g.admit(`2001:db8:1:2::${i}`, `guess-${i}`, wrong))
    expect(await codeOf(g.admit('2001:db8:1:2:ffff::9', 'guess', right))).toBe('quota_exceeded rate')
    expect(await codeOf(g.admit('2001:db8:1:3::9', 'guess', right))).toBe('in')
  })

  test('do not shut out a key that was right before, nor a request without a key', async () => {
    const { gate: g } = gate()
    expect(await codeOf(g.admit('10.0.0.1', 'mine', right))).toBe('in')
    for (let i = 0; i < 9; i++) await codeOf(g.admit('10.0.0.1', `guess-${i}`, wrong))
    expect(await codeOf(g.admit('10.0.0.1', 'mine', right))).toBe('in')
    expect(await codeOf(g.admit('10.0.0.1', undefined, wrong))).toBe('invalid_api_key')
    expect(await codeOf(g.admit('10.0.0.1', 'mine', wrong))).toBe('invalid_api_key')
    expect(await codeOf(g.admit('10.0.0.1', 'mine', right))).toBe('quota_exceeded rate')
  })
})

describe('requests', () => {
  test('are counted by key, as many a minute as the key says', async () => {
    const { gate: g } = gate()
    for (const [keyId, restPerMinute] of [
      ['key_1', 60],
      ['key_2', 2],
    ] as const) {
      const limits = { restPerMinute, socketsPerSecond: 3 }
      const passed = []
      for (let i = 0; i < 70; i++) passed.push((await g.request(caller({ keyId, limits })))!.decision.allowed)
      expect(passed.filter(Boolean)).toHaveLength(restPerMinute)
    }
  })

  test('of a key without a limit are not counted', async () => {
    const { gate: g } = gate()
    expect(await g.request(caller({ limits: noLimits }))).toBeNull()
  })
})

describe('sockets', () => {
  test('are counted by key, 3 a second', async () => {
    const { gate: g, clock } = gate()
    for (let i = 0; i < 3; i++) (await g.socket(caller()))()
    expect(await codeOf(g.socket(caller()))).toBe('quota_exceeded rate')
    await clock.advance(334)
    expect(await codeOf(g.socket(caller()))).toBe('in')
  })

  test('are so many at once for a tenant, over all its keys, and no more', async () => {
    const { gate: g } = gate()
    const leave = []
    for (let i = 0; i < 4; i++) leave.push(await g.socket(caller({ keyId: `key_${i}` })))
    expect(await codeOf(g.socket(caller({ limits: noLimits })))).toBe('quota_exceeded concurrency')
    expect(await codeOf(g.socket(caller({ tenantId: 't_2', keyId: 'key_9' })))).toBe('in')
    leave[0]!()
    expect(await codeOf(g.socket(caller({ limits: noLimits })))).toBe('in')
  })
})
