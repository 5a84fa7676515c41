import { expect, test } from 'vitest'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { settled, VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import type { ApiKey, KeyStore, Role } from '#runtime/ports/store.ts'
import { credentialWatch } from './credential-watch.ts'
import type { TenantKey } from './tenant-keys.ts'

function watching() {
  const clock = new VirtualClock()
  const working = new Map<string, Role>([
    ['key_1', 'dev'],
    ['key_2', 'admin'],
  ])
  const trusted = new Map<string, Role>([['t_1 acme', 'dev']])
  const asked: (readonly string[])[] = []
  const faults: unknown[] = []
  let away = false
  const stuck = new Map<string, () => Promise<never>>()
  const keys: Pick<KeyStore, 'working'> = {
    async working(ids) {
      asked.push(ids)
      if (away) throw new Error('the database is away')
      return ids.flatMap((id) => {
        const role = working.get(id)
        return role === undefined ? [] : [{ id, role } as ApiKey]
      })
    },
  }
  const watch = credentialWatch({
    keys: keys as KeyStore,
    tenantKeys: async (tenantId, kid) => {
      await stuck.get(tenantId)?.()
      const maxRole = trusted.get(`${tenantId} ${kid}`)
      return maxRole === undefined ? null : ({ maxRole } as TenantKey)
    },
    clock,
    onFault: (error) => faults.push(error),
  })
  const lost: string[] = []
  const join = (name: string, differences = {}) => watch(sampleCaller(differences), () => lost.push(name))
  return { clock, working, trusted, stuck, asked, faults, lost, join, leave: (gone: boolean) => (away = gone) }
}

test('a key that is disabled is felt within two seconds, by its sockets and by no others', async () => {
  const { clock, working, lost, join } = watching()
  join('one')
  join('another of the same key')
  join('other', { keyId: 'key_2' })
  await clock.advance(2_000)
  expect(lost).toEqual([])
  working.delete('key_1')
  await clock.advance(2_000)
  await settled()
  expect(lost).toEqual(['one', 'another of the same key'])
})

test('a key that may do less than its socket does is lost too', async () => {
  const { clock, working, lost, join } = watching()
  join('dev')
  join('admin', { keyId: 'key_2', role: 'admin' })
  working.set('key_1', 'analyst').set('key_2', 'dev')
  await clock.advance(2_000)
  await settled()
  expect(lost).toEqual(['dev', 'admin'])
})

test("a tenant's public key that is taken away takes its sockets along", async () => {
  const { clock, trusted, asked, lost, join } = watching()
  join('signed', { keyId: 'key_of_acme', signedBy: 'acme' })
  await clock.advance(2_000)
  trusted.clear()
  await clock.advance(2_000)
  await settled()
  expect([lost, asked]).toEqual([['signed'], []])
})

test.each([
  ['does not answer', () => new Promise<never>(() => {})],
  ['breaks', () => Promise.reject(new Error('broken'))],
])('a tenant whose key set %s keeps nobody else in', async (_what, trouble) => {
  const { clock, working, trusted, stuck, lost, join } = watching()
  trusted.set('t_2 other', 'dev')
  join('hostile', { keyId: 'key_of_acme', signedBy: 'acme' })
  join('by key', { tenantId: 't_2' })
  join('by public key', { tenantId: 't_2', keyId: 'key_of_other', signedBy: 'other' })
  stuck.set('t_1', trouble)
  await clock.advance(2_000)
  working.clear()
  trusted.delete('t_2 other')
  await clock.advance(2_000)
  await settled()
  expect(lost.toSorted()).toEqual(['by key', 'by public key'])
})

test('a thousand sockets of one key cost one statement every two seconds', async () => {
  const { clock, asked, join } = watching()
  for (let n = 0; n < 1_000; n++) join(`socket ${n}`)
  await clock.advance(10_000)
  expect(asked).toEqual(Array.from({ length: 5 }, () => ['key_1']))
})

test('while the database is away nobody is put out, and after it the watch goes on', async () => {
  const { clock, working, faults, lost, join, leave } = watching()
  join('one')
  leave(true)
  working.clear()
  await clock.advance(4_000)
  await settled()
  expect([lost, faults.length]).toEqual([[], 2])
  leave(false)
  await clock.advance(2_000)
  await settled()
  expect(lost).toEqual(['one'])
})

test('nothing is watched, and no timer runs, when all have left', async () => {
  const { clock, asked, join } = watching()
  const [stopOne, stopOther] = [join('one'), join('other')]
  stopOne()
  expect(clock.armed).toBe(1)
  stopOther()
  stopOther()
  expect(clock.armed).toBe(0)
  await clock.advance(10_000)
  expect(asked).toEqual([])
})
