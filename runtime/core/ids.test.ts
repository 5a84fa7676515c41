import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idFromUuid, looksMinted, uuidFromId, uuidV7Ids } from './ids.ts'
import { sequentialIds } from './testing/sequential-ids.ts'
import { VirtualClock } from './testing/virtual-clock.ts'

test('an id holds a UUID, both ways', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      expect(uuidFromId('agent', idFromUuid('agent', uuid))).toBe(uuid)
    }),
  )
})

test('a name, another kind, and a number too large for a UUID hold none', () => {
  for (const id of ['a_1', 'agent-abc', 'c_01jd3w7q8re5a9v6c2k4m0n7xz', `a_8${'z'.repeat(25)}`, '']) {
    expect(uuidFromId('agent', id)).toBeNull()
  }
  expect(looksMinted('c_01jd3w7q8re5a9v6c2k4m0n7xz')).toBe(true)
  expect(looksMinted('c_123')).toBe(false)
})

/** The port's suite, on both sources. */
for (const [name, make] of [
  ['UUIDv7', () => uuidV7Ids(new VirtualClock(1_700_000_000_000), randomBytes)],
  ['sequential', sequentialIds],
] as const) {
  test(`${name}: ids are distinct, sort by when they were made, and hold a UUID of their kind`, () => {
    const ids = make()
    const made = Array.from({ length: 10_000 }, () => ids.next('call'))
    expect(new Set(made).size).toBe(made.length)
    expect(made.toSorted()).toEqual(made)
    expect(uuidFromId('call', made[0]!)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    )
  })
}
